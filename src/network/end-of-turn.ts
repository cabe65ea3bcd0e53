/**
 * What is done once all that came in this turn of the event loop has been looked at: frames leave joined, answers too,
 * and a member that had to wait for its turn hears its leader before it finds it silent. One queue for everybody, and
 * what a task adds is done in the same pass: a heartbeat and its frames take one turn and not three.
 */
let tasks: (() => void)[] = [];

export function atEndOfTurn(task: () => void): void {
  if (tasks.length === 0) setImmediate(run);
  tasks.push(task);
}

function run(): void {
  let done = 0;
  try {
    while (done < tasks.length) tasks[done++]?.();
  } finally {
    // One that throws is an uncaught error; the others are done all the same.
    tasks = done === tasks.length ? [] : tasks.slice(done);
    if (tasks.length > 0) setImmediate(run);
  }
}
