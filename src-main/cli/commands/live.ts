import { Option, type Command } from 'commander';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import type { CommandContext } from './context.ts';
import {
  LEAST_SIZE,
  MOST_SECONDS,
  MOST_SIZE,
  NO_VIRTUAL_CAMERA,
  refuseContradictions,
  type LiveCommandOptions,
} from './live-options.ts';
import { evenSizeBetween, numberBetween, wholeNumberBetween } from './option-values.ts';
import { addSettingOptions } from './setting-options.ts';

const EXAMPLES = `
Examples:
  mirage live --reference me.jpg
  mirage live --camera "Integrated Camera" --reference front.jpg side.jpg --record call.mkv
  mirage live --camera clip.mp4 --reference me.jpg --virtual-camera none --record out.mkv --seconds 10
  mirage live --passthrough

Use pictures of yourself, or of people who agreed to it.`;

/** `mirage live`: a camera in, a camera for video calls out, with another face. */
export function addLiveCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('live')
    .description('replace the face in a camera and publish it as a camera for video calls')
    .option(
      '-c, --camera <source>',
      'id, name or path of a camera, a video, a folder of pictures, or test (default: the first camera)',
    )
    .option('-r, --reference <pictures...>', 'one or more pictures of the face to show')
    .option('--passthrough', 'publish the camera as it is, no face replaced')
    .option(
      '--virtual-camera <name>',
      `name or path of the camera to publish to, or ${NO_VIRTUAL_CAMERA}`,
      VIRTUAL_CAMERA_NAME,
    )
    .addOption(
      new Option('--size <width>x<height>', 'of the published picture')
        .argParser(evenSizeBetween('--size', LEAST_SIZE, MOST_SIZE))
        .default({ width: 1280, height: 720 }, '1280x720'),
    )
    .addOption(
      new Option('--fps <n>', 'pictures published a second')
        .env('MIRAGE_VIDEO_MAX_FPS')
        .argParser(wholeNumberBetween('--fps (MIRAGE_VIDEO_MAX_FPS)', 1, 60))
        .default(30),
    )
    .option('--mirror', 'swap left and right')
    .addOption(
      new Option('--pixel-format <layout>', 'of the published picture')
        .choices(['i420', 'yuyv'])
        .default('i420'),
    );
  addSettingOptions(command)
    .option('--record <file>', 'also write what is published into a video')
    .option('--report <file>', 'write the figures of the session as JSON')
    .option('--json', 'print those figures, and nothing else, to standard output')
    .option(
      '--seconds <n>',
      'end by itself so long after the camera is open',
      numberBetween('--seconds', 1, MOST_SECONDS),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: LiveCommandOptions) => {
      refuseContradictions(options);
      const { runLive } = await import('../live/run-live.ts');
      await runLive(options, context);
    });
}
