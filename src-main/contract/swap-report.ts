import { z } from 'zod';
import { noticeSchema } from './notice.ts';

const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() });
const spread = z.object({ median: z.number(), p10: z.number(), p90: z.number() });

/** What `mirage swap --report` writes: the run in figures. */
export const swapReportSchema = z.object({
  input: z.object({
    width: z.number().int(),
    height: z.number().int(),
    /** Frames a second; 0 for a picture. */
    fps: z.number(),
    frames: z.number().int(),
  }),
  frames: z.object({
    total: z.number().int(),
    /** At least one face was replaced. */
    swapped: z.number().int(),
    /** No face was found. */
    withoutFace: z.number().int(),
  }),
  /**
   * Milliseconds per frame. decode and encode are what the control thread waited for; convert is
   * YUV to RGB and back; detect counts only frames on which the detector ran.
   */
  stageMs: z.object({
    decode: percentiles,
    convert: percentiles,
    detect: percentiles,
    track: percentiles,
    swap: percentiles,
    encode: percentiles,
  }),
  /** Frames a second from the first frame to the last. */
  fps: z.number(),
  /** From the start of the run to the first swapped frame. */
  firstFrameMs: z.number(),
  /** Which ONNX Runtime provider ran the networks. */
  provider: z.string(),
  /**
   * Cosine similarity of the swapped face, by the bundled identity network, on sampled frames;
   * null when no face was swapped.
   */
  identity: z
    .object({ toReference: spread, toOriginal: spread, samples: z.number().int() })
    .nullable(),
  peakRssMb: z.number(),
  notices: z.array(noticeSchema),
});

export type SwapReport = z.infer<typeof swapReportSchema>;
export type Percentiles = z.infer<typeof percentiles>;
export type Spread = z.infer<typeof spread>;
