/** Where the members stand in the diagram: on an ellipse, the first at the top, each keeping its place. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export const diagramWidth = 440;
/** More members need more room above each other, where their names are. */
export const diagramHeight = (count: number): number => (count < few ? 270 : 380);

const few = 5;

/** Room for the name under a member. */
const labelHeight = 24;

/** One place for each of `count` members, clockwise. */
export function places(count: number): readonly Place[] {
  const height = diagramHeight(count);
  if (count === 1) return [{ x: diagramWidth / 2, y: height / 2 }];
  if (count === 2) {
    return [
      { x: diagramWidth * 0.3, y: height / 2 },
      { x: diagramWidth * 0.7, y: height / 2 },
    ];
  }
  const radius = nodeRadius(count);
  const radiusX = Math.min(diagramWidth / 2 - radius - 40, 100 + count * 35);
  const radiusY = (height - labelHeight) / 2 - radius - 4;
  // Three stand on a triangle that is nearer to the middle than the ellipse: shift it down to look centred.
  const centerY = (height - labelHeight) / 2 + (count === 3 ? radiusY * 0.2 : 0);
  return Array.from({ length: count }, (_, position) => {
    const angle = (2 * Math.PI * position) / count - Math.PI / 2;
    return { x: diagramWidth / 2 + radiusX * Math.cos(angle), y: centerY + radiusY * Math.sin(angle) };
  });
}

export function nodeRadius(count: number): number {
  return count <= few ? 36 : count <= 9 ? 30 : 24;
}

/** How many characters of a name there is room for under a member. */
export const nameWidth = (count: number): number => (count <= few ? 20 : 14);

/** Whether a leader's circle has room for its term. */
export const hasRoomForTerm = (count: number): boolean => count <= few;

/** The point on the way from one place to another that is `distance` away from the first. */
export function towards(from: Place, to: Place, distance: number): Place {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

/** A name that fits under a circle: at most `width` characters, of which wide ones count double. */
export function shortened(name: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const character of name) {
    used += /[\u1100-\u115f\u2e80-\uffdc\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1;
    if (used > width) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return name;
}
