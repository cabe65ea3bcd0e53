import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What starts processes or runs thousands of seeds; the rest is over in seconds. */
const slowRooms = ['member', 'crash', 'bench', 'simulation', 'network'];

/** The order of the files: slow rooms first, the biggest file before others, so that no long one is left over at the end. */
export class SlowRoomsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification): boolean =>
      slowRooms.includes(path.basename(path.dirname(moduleId)));
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
