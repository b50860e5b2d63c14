import { chmod } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import type { TestProjectConfiguration } from 'vitest/config';

const fromRoot = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Packages that stay in node_modules: native binaries cannot be bundled, and the build-time ones
 * (tfjs, clmtrackr) are never part of the shipped program.
 */
const EXTERNAL = [
  'onnxruntime-node',
  'sharp',
  '@julusian/jpeg-turbo',
  '@ffmpeg-installer/ffmpeg',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-backend-cpu',
];

/**
 * Keeps programs executable. npm makes a bin so when it links it, once; the next build writes a new
 * file, and `npx mirage` would be refused.
 */
const executablePrograms: Plugin = {
  name: 'executable-programs',
  async writeBundle({ dir }, bundle) {
    for (const output of Object.values(bundle)) {
      if (dir === undefined || output.type !== 'chunk' || !output.code.startsWith('#!')) continue;
      await chmod(join(dir, output.fileName), 0o755);
    }
  },
};

/**
 * One folder of Node programs. Entries and their chunks share the folder, because a worker is
 * started by a path relative to the file that starts it.
 */
function nodePrograms(outDir: string, input: Record<string, string>): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: EXTERNAL },
    build: {
      outDir: fromRoot(outDir),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      ssr: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(input).map(([name, path]) => [name, fromRoot(path)]),
        ),
        external: [/^node:/, ...builtinModules, ...EXTERNAL],
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: '[name]-[hash].mjs',
        },
      },
    },
  };
}

const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'unit',
      include: ['{src-main,tools,bench,test-support,e2e}/**/*.test.ts'],
      exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
    },
  },
  {
    extends: true,
    test: {
      name: 'integration',
      include: ['{src-main,tools,bench,test-support,e2e}/**/*.integration.test.ts'],
      // Real programs (ffmpeg, workers, the built command line) on a shared machine.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  },
];

export default defineConfig({
  plugins: [executablePrograms],
  builder: {
    // Vite's own default would also build a web page, which there is not yet.
    buildApp: async (builder) => {
      await builder.build(builder.environments.main);
      await builder.build(builder.environments.tools);
    },
  },
  environments: {
    main: nodePrograms('out/main', {
      mirage: 'src-main/cli/mirage.ts',
      'video.worker': 'src-main/video/worker/video.worker.ts',
      'stream.worker': 'src-main/engine/stream/stream.worker.ts',
      'node-virtualcam.host': 'src-main/devices/windows/node-virtualcam.host.ts',
    }),
    tools: nodePrograms('out/tools', {
      test: 'tools/test.ts',
      demo: 'tools/demo.ts',
      bench: 'bench/bench.ts',
      soak: 'bench/soak.ts',
      guest: 'e2e/guest/guest.ts',
      'run-scenarios': 'e2e/guest/inside/run-scenarios.ts',
      sanitize: 'tools/sanitize.ts',
      'models-build': 'tools/models-build.ts',
      'video.worker': 'src-main/video/worker/video.worker.ts',
      'stream.worker': 'src-main/engine/stream/stream.worker.ts',
      'faulty-video.worker': 'test-support/live/faulty-video.worker.ts',
      'faulty-stream.worker': 'test-support/live/faulty-stream.worker.ts',
    }),
  },
  test: { environment: 'node', pool: 'forks', projects },
});
