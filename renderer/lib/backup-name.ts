/** What a backup saved now might be called: `Field team 2026-11-22`. */
export function backupName(clusterName: string, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${clusterName} ${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`.trim();
}
