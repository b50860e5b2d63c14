import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeAddon } from '../../base/addon.ts';
import { MirageError } from '../../contract/error.ts';
import type { PublishedFormat, VirtualCamera } from '../virtual-camera/virtual-camera.ts';

/** Where npm's node-virtualcam lies; undefined where it is not installed. Mirage never brings it. */
export function findNodeVirtualcam(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('node-virtualcam');
  } catch {
    return undefined;
  }
}

/** What the older OBS-VirtualCam plugin, which node-virtualcam feeds, is listed as. */
const PLUGIN_CAMERA_NAME = 'OBS-Camera';

/**
 * The OBS-VirtualCam plugin on Windows, fed through the optional package node-virtualcam, in a
 * process of its own (node-virtualcam.host.ts says why). RGBA at 720p and 30 fps is 110 MB/s through a
 * pipe: the shared memory of OBS Virtual Camera is by far the better way.
 */
export class NodeVirtualcamCamera implements VirtualCamera {
  readonly name = PLUGIN_CAMERA_NAME;
  readonly deviceName = PLUGIN_CAMERA_NAME;
  readonly #packagePath: string;
  readonly #host: string;
  #child: ChildProcess | undefined;
  #format: PublishedFormat | undefined;
  /** The memory of a picture that is under way to the host belongs to the pipe. */
  #rgba = new Uint8Array(0);
  #isSending = false;

  /**
   * @param packagePath from {@link findNodeVirtualcam}.
   * @param host the built host; it lies beside the program that starts it.
   */
  constructor(packagePath: string, host = join(import.meta.dirname, 'node-virtualcam.host.mjs')) {
    this.#packagePath = packagePath;
    this.#host = host;
  }

  /** @throws MirageError `virtual-camera-missing`. */
  async open(format: PublishedFormat): Promise<void> {
    const { width, height, fps } = format;
    const child = fork(this.#host, [this.#packagePath, ...[width, height, fps].map(String)], {
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    // What breaks a pipe is the end of the host, which is told as such.
    child.stdin?.on('error', () => undefined);
    const isReady = await Promise.race([
      once(child, 'message').then(() => true),
      once(child, 'close').then(() => false),
    ]);
    if (!isReady) throw notStarted(said);
    this.#child = child;
    this.#format = format;
    this.#rgba = new Uint8Array(width * height * 4);
    this.#isSending = false;
  }

  /** A picture that comes while the one before is still under way is left out. */
  write(picture: Uint8Array): void {
    if (this.#child === undefined || this.#format === undefined) return;
    if (hasEnded(this.#child)) throw lost();
    if (this.#isSending) return;
    const { width, height, pixelFormat } = this.#format;
    const decode = pixelFormat === 'yuyv' ? 'rgbaFromYuyv' : 'rgbaFromI420';
    nativeAddon()[decode](picture, width, height, 'bt601', 'limited', this.#rgba);
    this.#isSending = true;
    this.#child.stdin?.write(this.#rgba, () => {
      this.#isSending = false;
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || hasEnded(child)) return;
    const closed = once(child, 'close');
    child.stdin?.end();
    await closed;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function notStarted(said: string): MirageError {
  return new MirageError('virtual-camera-missing', {
    message: 'The virtual camera of the OBS-VirtualCam plugin could not be started.',
    hint: 'Install OBS Studio, whose own virtual camera Mirage feeds directly: https://obsproject.com',
    cause: new Error(said.trim() || 'node-virtualcam ended its process.'),
  });
}

function lost(): MirageError {
  return new MirageError('virtual-camera-lost', {
    message: `${PLUGIN_CAMERA_NAME} was lost: the process that feeds it has ended.`,
    hint: 'Start again; OBS Studio’s own virtual camera is the more dependable one.',
  });
}
