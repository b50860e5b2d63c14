import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { deviceLines } from './device-lines.ts';

/** `mirage devices`: the cameras, and the camera that is published. */
export function addDevicesCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('devices')
    .description('list the cameras, what they offer, and the virtual camera')
    .option('--json', 'print the list as JSON')
    .action(async (options: { json?: true }) => {
      const { listCameras } = await import('../../engine/live/list-cameras.ts');
      const { inspectVirtualCamera } =
        await import('../../devices/virtual-camera/inspect-virtual-camera.ts');
      const cameras = await listCameras();
      const virtualCamera = await inspectVirtualCamera();
      if (options.json === true) {
        const { name = null, path = null, problem = null, detail, fix = null } = virtualCamera;
        terminal.printJson({ cameras, virtualCamera: { name, path, problem, detail, fix } });
        return;
      }
      for (const line of deviceLines(cameras, virtualCamera, terminal.paint)) terminal.print(line);
    });
}
