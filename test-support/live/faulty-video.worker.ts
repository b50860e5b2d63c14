import { serveRequests } from '../../src-main/base/worker/serve-requests.ts';
import { VideoPipeline, type VideoPipelineOptions } from '../../src-main/video/pipeline.ts';
import type { VideoEvents, VideoRequests } from '../../src-main/video/worker/protocol.ts';
import { VideoRequestHandlers } from '../../src-main/video/worker/requests.ts';
import { crash, FaultReceiver } from './faults.ts';

/** The video worker with the real networks, and faults as a test wants them. */

const faults = new FaultReceiver(
  () => undefined,
  (accident) => {
    if (accident === 'video worker crashes') crash();
  },
);

async function openFaultyPipeline(options: VideoPipelineOptions): Promise<VideoPipeline> {
  const pipeline = await VideoPipeline.open(options);
  const process = pipeline.process.bind(pipeline);
  pipeline.process = async (frame, wishes) => {
    if (faults.now.throws) throw new Error('The networks fail, as the test wants it.');
    const started = performance.now();
    const result = await process(frame, wishes);
    beBusy((performance.now() - started) * (faults.now.slowdown - 1));
    return result;
  };
  return pipeline;
}

/** Computes for nothing, as a slower network would. */
function beBusy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

serveRequests<VideoRequests, VideoEvents>(
  (emit) => new VideoRequestHandlers(emit, openFaultyPipeline),
);
