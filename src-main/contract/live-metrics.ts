import { z } from 'zod';

const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() });
const count = z.number().int().nonnegative();

/** Counts since the start. */
export const liveFrameCountsSchema = z.object({
  /** Delivered by the camera. */
  captured: count,
  /** Captured, then overtaken by a newer one before they were processed. */
  dropped: count,
  /** Published for the first time, with every face replaced. */
  swapped: count,
  /** Published for the first time as they came, because no swap is asked for. */
  clear: count,
  /** The last good picture once more, because the new one may not be shown or none came. */
  held: count,
  /** Blurred pictures published. */
  blurred: count,
  /** Placeholders published. */
  placeholder: count,
  /** The same picture once more, because no new one was due yet. */
  repeated: count,
  /** All that was written to the sinks. */
  published: count,
});

/** One step of the ladder, taken for a reason. */
export const rungChangeSchema = z.object({
  /** Milliseconds since the start. */
  atMs: z.number(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
});

/** The time of each part of a picture's way, in milliseconds. */
export const liveStagesSchema = z.object({
  /** From the capture to the worker taking the picture up. */
  wait: percentiles,
  /** Camera's layout to RGBA, mirrored, at the published size. */
  convert: percentiles,
  /** Only pictures on which the detector ran. */
  detect: percentiles,
  track: percentiles,
  swap: percentiles,
  /** RGBA to the published layout. */
  compose: percentiles,
  /** From being ready to the publish clock's tick. */
  clock: percentiles,
  /** Writing to the sinks. */
  write: percentiles,
});

/** The session in figures, over the last seconds where it is not a count. */
export const liveMetricsSchema = z.object({
  uptimeMs: z.number(),
  publishedFps: z.number(),
  capturedFps: z.number(),
  processedFps: z.number(),
  /** How far the time between two published pictures is off the period. */
  jitterMs: z.object({ p50: z.number(), p95: z.number() }),
  /** From the capture of a picture to its first publishing. */
  ageMs: percentiles,
  stageMs: liveStagesSchema,
  frames: liveFrameCountsSchema,
  rung: z.object({ index: count, name: z.string(), reason: z.string() }),
  /** Time spent on a picture over the time a picture may take. */
  load: z.number(),
  /** What runs the networks; none where no face is replaced. */
  provider: z.string(),
  /** Of one core, since the last look. */
  cpuPercent: z.number(),
  rssMb: z.number(),
  peakRssMb: z.number(),
});

/** What `mirage live --report` writes: the whole session in figures. */
export const liveReportSchema = z.object({
  camera: z.string(),
  virtualCamera: z.string().nullable(),
  width: z.number().int(),
  height: z.number().int(),
  fps: z.number(),
  durationMs: z.number(),
  /** From the start to the first swapped picture published; null when there was none. */
  firstSwappedMs: z.number().nullable(),
  publishedFps: z.number(),
  jitterMs: z.object({ p50: z.number(), p95: z.number() }),
  ageMs: percentiles,
  stageMs: liveStagesSchema,
  frames: liveFrameCountsSchema,
  rungChanges: z.array(rungChangeSchema),
  /** What runs the networks; none where no face is replaced. */
  provider: z.string(),
  /** Of one core, over the session. */
  cpuPercent: z.number(),
  peakRssMb: z.number(),
  /** Times the video worker was replaced, and times a device was lost. */
  recoveries: z.object({ worker: count, camera: count, virtualCamera: count }),
  notices: z.array(z.object({ code: z.string(), message: z.string() })),
});

export type LiveFrameCounts = z.infer<typeof liveFrameCountsSchema>;
export type RungChange = z.infer<typeof rungChangeSchema>;
export type LiveStages = z.infer<typeof liveStagesSchema>;
export type LiveMetrics = z.infer<typeof liveMetricsSchema>;
export type LiveReport = z.infer<typeof liveReportSchema>;
