import type { SwapSettings } from '../../contract/swap-settings.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { SinkChoice, SourceChoice } from '../stream/protocol.ts';

export interface LiveSessionOptions {
  camera: SourceChoice;
  /** Pictures of one person; may be empty where faces are not replaced. */
  references: readonly string[];
  /** Whether faces are replaced. If not, the camera is published as it is. */
  isSwapping: boolean;
  settings: SwapSettings;
  /** How many faces are replaced at most; the largest. */
  maxFaces: number;
  output: PublishedFormat;
  isMirrored: boolean;
  sinks: SinkChoice;
  /** The built workers, where they are not beside this program. */
  workerEntries?: { video?: string | URL; stream?: string | URL };
}

/** What may change while a session runs. */
export type LiveChanges = Partial<SwapSettings> & { maxFaces?: number };
