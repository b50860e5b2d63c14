import { describe, expect, it } from 'vitest';
import { swapReportSchema } from '../contract/swap-report.ts';
import type { WorkerFrameResult } from '../video/worker/protocol.ts';
import { RunStatistics, spreadOf } from './run-statistics.ts';

function frame(given: Partial<WorkerFrameResult> = {}): WorkerFrameResult {
  return {
    buffer: new ArrayBuffer(0),
    faces: 1,
    swapped: 1,
    identity: undefined,
    times: { convert: 1, detect: 0, track: 4, swap: 2 },
    ...given,
  };
}

describe('run statistics', () => {
  it('tells swapped frames from those without a face', () => {
    const statistics = new RunStatistics(0);
    statistics.addResult(frame(), 100);
    statistics.addResult(frame({ faces: 0, swapped: 0 }), 200);
    statistics.addResult(frame({ faces: 1, swapped: 0 }), 300);

    const { frames } = statistics.report({ width: 2, height: 2, fps: 25 }, 'cpu', []);

    expect(frames).toEqual({ total: 3, swapped: 1, withoutFace: 1 });
  });

  it('counts the rate from the first frame to the last, and the start to the first swap', () => {
    const statistics = new RunStatistics(1_000);
    statistics.addResult(frame({ faces: 0, swapped: 0 }), 1_400);
    for (let n = 1; n <= 50; n++) statistics.addResult(frame(), 1_400 + n * 20);

    const report = statistics.report({ width: 2, height: 2, fps: 25 }, 'cpu', []);

    expect(report.fps).toBe(50);
    expect(report.firstFrameMs).toBe(420);
  });

  it('leaves frames on which the detector rested out of its percentiles', () => {
    const statistics = new RunStatistics(0);
    const times = { convert: 1, track: 4, swap: 2 };
    statistics.addResult(frame({ times: { ...times, detect: 8 } }), 1);
    for (let n = 0; n < 9; n++) statistics.addResult(frame({ times: { ...times, detect: 0 } }), 2);

    const { stageMs } = statistics.report({ width: 2, height: 2, fps: 25 }, 'cpu', []);

    expect(stageMs.detect.p50).toBeCloseTo(8, 0);
    expect(stageMs.track.p50).toBeCloseTo(4, 0);
  });

  it('reports the spread of the identity, or that it was not measured', () => {
    const measured = new RunStatistics(0);
    for (let n = 0; n <= 10; n++) {
      measured.addResult(frame({ identity: { toReference: n / 10, toOriginal: 0.2 } }), n);
    }
    const input = { width: 2, height: 2, fps: 25 };

    expect(measured.report(input, 'cpu', []).identity).toEqual({
      toReference: { median: 0.5, p10: 0.1, p90: 0.9 },
      toOriginal: { median: 0.2, p10: 0.2, p90: 0.2 },
      samples: 11,
    });
    expect(new RunStatistics(0).report(input, 'cpu', []).identity).toBeNull();
  });

  it('writes what the contract promises, even of an empty run', () => {
    const report = new RunStatistics(0).report({ width: 4, height: 4, fps: 0 }, 'cpu', [
      { code: 'odd-size', message: 'The picture is extended.' },
    ]);

    expect(swapReportSchema.parse(report)).toEqual(report);
  });
});

describe('spread', () => {
  it('of one value is that value', () => {
    expect(spreadOf([0.25])).toEqual({ median: 0.25, p10: 0.25, p90: 0.25 });
  });
});
