import { describe, expect, it } from 'vitest';
import { readFfmpegReport } from './ffmpeg-report.ts';

/** What versions years apart print about a turned picture of full range, sound and cover art. */
const PRINTED = {
  '4.1': `
  Duration: 01:02:03.45, start: 0.000000, bitrate: 15494 kb/s
    Stream #0:0(und): Video: h264 (High) (avc1 / 0x31637661), yuvj420p(pc, bt709/bt470bg/iec61966-2-1), 1920x1080 [SAR 1:1 DAR 16:9], 15486 kb/s, 29.97 fps, 90k tbr, 90k tbn, 60 tbc (default)
    Metadata:
      rotate          : 90
    Side data:
      displaymatrix: rotation of -90.00 degrees
    Stream #0:1(eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, 128 kb/s (default)
    Stream #0:2: Video: png, rgb24(pc), 600x600 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn, 90k tbc`,
  '9.0': `
  Duration: 01:02:03.45, start: 0.000000, bitrate: 15494 kb/s
  Stream #0:0[0x1](und): Video: png, rgb24(pc, gbr/unknown/unknown, progressive), 600x600 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn (attached pic)
  Stream #0:1[0x2](und): Video: h264 (High) (avc1 / 0x31637661), yuvj420p(pc, bt709/bt470bg/iec61966-2-1, progressive), 1920x1080 [SAR 1:1 DAR 16:9], 15486 kb/s, 29.97 fps, 90k tbr, 90k tbn (default)
    Metadata:
      handler_name    : VideoHandler, 640x480
    Side data:
      Display Matrix: rotation of -90.00 degrees
  Stream #0:2[0x3](eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, 5.1(side), fltp, 128 kb/s (default)`,
};

describe('readFfmpegReport', () => {
  it.each(Object.entries(PRINTED))('understands ffmpeg %s', (_, printed) => {
    const report = readFfmpegReport(printed);

    expect(report).toEqual({
      durationMs: 3_723_450,
      video: {
        codec: 'h264',
        pixelFormat: 'yuvj420p',
        width: 1920,
        height: 1080,
        pixelAspect: 1,
        rotation: 90,
        range: 'pc',
        colour: { matrix: 'bt709', primaries: 'bt470bg', transfer: 'iec61966-2-1' },
        averageRate: { numerator: 30000, denominator: 1001 },
        nominalRate: { numerator: 90000, denominator: 1 },
      },
      audio: [{ codec: 'aac', sampleRate: 48000 }],
    });
  });

  it('reads a stream without sizes, rates and length', () => {
    const report = readFfmpegReport(`  Duration: N/A, start: 0.000000, bitrate: N/A
    Stream #0:0: Video: h264, none, 12 fps, 90k tbn`);

    expect(report.durationMs).toBeUndefined();
    expect(report.video).toMatchObject({ codec: 'h264', pixelFormat: 'unknown', width: 0 });
  });
});
