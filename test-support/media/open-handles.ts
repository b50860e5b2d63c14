/** Pipes, sockets and child processes this process holds at the moment. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(Pipe|TCP|Process)/.test(kind)).length;
}
