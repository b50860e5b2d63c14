import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FILM_PAGE } from './film-page.ts';
import { pictureFromRgba, type Picture } from './pictures.ts';
import { start } from './programs.ts';
import type { Scene } from './scenario.ts';

/** What a web page saw of a camera. */
export interface Film {
  /** The labels of all cameras the page could choose from. */
  readonly labels: readonly string[];
  readonly pictures: readonly Picture[];
}

/** A browser that is up and waits for its page. */
export interface Browser {
  /**
   * Opens the camera of that name in the page, as a video call does, and films it.
   *
   * @throws Error with the page's own when it finds no such camera or cannot open it.
   */
  film: (label: string, seconds: number) => Promise<Film>;
}

/** Without a GPU, a sandbox (root has none) and whatever calls home or draws more than the page. */
const CHROMIUM = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-default-apps', '--mute-audio', '--user-data-dir=/var/tmp/browser'],
  // Says yes where a person is asked whether the page may use the camera.
  '--use-fake-ui-for-media-stream',
];

/**
 * Starts headless Chromium on a page that is given to it only when it is to film: to start takes the
 * emulated processors half a minute, which whoever is to be filmed would lack.
 */
export async function openBrowser(scene: Scene): Promise<Browser> {
  const studio = new Studio();
  const server = createServer((request, response) => {
    void studio.answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening', { signal: scene.signal });
  scene.onEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  // Behind everything else, what is filmed above all.
  const chromium = start(scene, 'nice', [
    ...['-n', '15', 'chromium', ...CHROMIUM],
    `http://127.0.0.1:${port}/`,
  ]);
  const early = chromium.end().then(() => {
    throw new Error(`Chromium ended early. It said:\n${chromium.said()}`);
  });
  await Promise.race([studio.visited, early]);
  return {
    film: async (label, seconds) => {
      studio.raiseCurtain(FILM_PAGE, { label, seconds });
      const film = await Promise.race([studio.film, early]);
      chromium.child.kill('SIGKILL');
      return film;
    },
  };
}

/** The server's side of {@link FILM_PAGE}: keeps what the page posts. */
class Studio {
  readonly visited: Promise<void>;
  readonly film: Promise<Film>;
  /** Answers the page's request. */
  raiseCurtain!: (page: string, wish: { label: string; seconds: number }) => void;
  readonly #page: Promise<string>;
  #visit!: () => void;
  #finish!: (film: Film) => void;
  #fail!: (error: Error) => void;
  #labels: string[] = [];
  readonly #pictures: Picture[] = [];

  constructor() {
    this.visited = new Promise((resolve) => (this.#visit = resolve));
    this.film = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#page = new Promise((resolve) => {
      this.raiseCurtain = (page, wish) => {
        resolve(page.replace('WISH', JSON.stringify(wish)));
      };
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'text/html');
    if (pathname === '/') {
      this.#visit();
      response.end(await this.#page);
      return;
    }
    this.#take(pathname, searchParams, await readBody(request));
    response.end();
  }

  #take(pathname: string, about: URLSearchParams, body: Buffer): void {
    if (pathname === '/labels') this.#labels = JSON.parse(body.toString()) as string[];
    if (pathname === '/picture') {
      const size = { width: Number(about.get('width')), height: Number(about.get('height')) };
      this.#pictures.push(pictureFromRgba(body, size));
    }
    if (pathname === '/over') this.#finish({ labels: this.#labels, pictures: this.#pictures });
    if (pathname === '/failed')
      this.#fail(new Error(`The page could not film: ${body.toString()}`));
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
