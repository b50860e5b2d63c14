import { Writable } from 'node:stream';
import { Terminal } from './terminal.ts';

/** A terminal whose two streams are kept as text. */
export function fakeTerminal({
  isTTY = false,
  columns = 80,
  environment = {},
}: { isTTY?: boolean; columns?: number; environment?: NodeJS.ProcessEnv } = {}): {
  terminal: Terminal;
  stdout: () => string;
  stderr: () => string;
} {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => {
    const kept = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        written[name] += text;
        done();
      },
    });
    return Object.assign(kept, { isTTY, columns });
  };
  const terminal = new Terminal({
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    environment,
  });
  return { terminal, stdout: () => written.stdout, stderr: () => written.stderr };
}
