import type { ModelFileStatus } from '../../models/model-status.ts';

export type ModelState = 'ok' | 'missing' | 'corrupt';

/** @param file undefined when no folder has it. */
export function modelState(file: Pick<ModelFileStatus, 'isIntact'> | undefined): ModelState {
  if (file === undefined) return 'missing';
  return file.isIntact ? 'ok' : 'corrupt';
}

/** In decimal units, as file managers and download pages have them: "301 kB", "4.8 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
