import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';

/** A sound server's name, and the socket at which it answers or should. */
export interface SoundServer {
  name: 'PipeWire' | 'PulseAudio';
  socket: string;
  /** Something accepted a connection; a socket whose server has died stays behind as a file. */
  isAnswering: boolean;
}

/**
 * Knocks at the sockets of PipeWire and of PulseAudio (which PipeWire also offers), and hangs up.
 *
 * Places: PIPEWIRE_RUNTIME_DIR and PIPEWIRE_REMOTE (pipewire(1)), PULSE_RUNTIME_PATH and
 * PULSE_SERVER (pulseaudio(1)), else XDG_RUNTIME_DIR.
 *
 * @param userId whose runtime folder is meant where XDG_RUNTIME_DIR is unset.
 */
export async function findSoundServers(
  environment: NodeJS.ProcessEnv = process.env,
  userId = process.getuid?.() ?? 0,
): Promise<SoundServer[]> {
  const runtime = environment.XDG_RUNTIME_DIR ?? `/run/user/${userId}`;
  const places = [
    { name: 'PipeWire', socket: pipeWireSocket(environment, runtime) },
    { name: 'PulseAudio', socket: pulseAudioSocket(environment, runtime) },
  ] as const;
  return Promise.all(
    places.map(async (place) => ({ ...place, isAnswering: await isAnswering(place.socket) })),
  );
}

function pipeWireSocket(environment: NodeJS.ProcessEnv, runtime: string): string {
  const { PIPEWIRE_RUNTIME_DIR = runtime, PIPEWIRE_REMOTE = 'pipewire-0' } = environment;
  return isAbsolute(PIPEWIRE_REMOTE)
    ? PIPEWIRE_REMOTE
    : join(PIPEWIRE_RUNTIME_DIR, PIPEWIRE_REMOTE);
}

function pulseAudioSocket(environment: NodeJS.ProcessEnv, runtime: string): string {
  const { PULSE_SERVER, PULSE_RUNTIME_PATH = join(runtime, 'pulse') } = environment;
  const path = PULSE_SERVER?.replace(/^unix:/, '');
  return path !== undefined && isAbsolute(path) ? path : join(PULSE_RUNTIME_PATH, 'native');
}

async function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
