import type { LiveFrameCounts, LiveMetrics } from '../../contract/live-metrics.ts';
import type { LiveState } from '../../contract/live-state.ts';
import type { ShownKind } from '../../engine/stream/protocol.ts';
import type { Paint, TextStyle } from '../terminal.ts';

/** A live session at one moment, as people are told of it. */
export interface LiveView {
  state: LiveState;
  /** The output is blanked on request. */
  isPanicking: boolean;
  /** Undefined while nothing has been published. */
  shown: ShownKind | undefined;
  metrics: LiveMetrics;
  /** Milliseconds recorded; undefined where nothing is. */
  recordedMs: number | undefined;
}

/** From the picture that was hoped for to the most careful one. */
const SHOWN_KINDS: readonly ShownKind[] = ['swapped', 'clear', 'held', 'blurred', 'placeholder'];

/**
 * What was shown most between two looks at the counts; undefined where nothing new was shown. Of
 * two shown equally often the more careful one is told.
 */
export function mostShown(before: LiveFrameCounts, now: LiveFrameCounts): ShownKind | undefined {
  let most: ShownKind | undefined;
  let mostTimes = 1;
  for (const kind of SHOWN_KINDS) {
    const times = now[kind] - before[kind];
    if (times < mostTimes) continue;
    most = kind;
    mostTimes = times;
  }
  return most;
}

interface Part {
  text: string;
  style?: TextStyle;
}

/** A cell at the end of a line makes some terminals wrap. */
const MARGIN = 1;

/**
 * The session in one line, as in "live, 30.0 fps, 22 ms old, face swapped, recording 1:05, rung 0
 * (full)". The parts stand in the order of their weight: a narrow line loses the last ones.
 *
 * @param columns characters of the line; the text stays below.
 */
export function liveLine(view: LiveView, columns: number, paint: Paint): string {
  const room = columns - MARGIN;
  const [first, ...others] = partsOf(view);
  const kept = [{ ...first, text: first.text.slice(0, room) }];
  let length = kept[0].text.length;
  for (const part of others) {
    length += SEPARATOR.length + part.text.length;
    if (length > room) break;
    kept.push(part);
  }
  return kept
    .map(({ text, style }) => (style === undefined ? text : paint(style, text)))
    .join(SEPARATOR);
}

const SEPARATOR = ', ';

function partsOf({ state, isPanicking, shown, metrics, recordedMs }: LiveView): [Part, ...Part[]] {
  const { publishedFps, ageMs, rung } = metrics;
  const parts: [Part, ...Part[]] = [
    isPanicking ? { text: 'BLANKED', style: 'red' } : { text: state, style: STATE_STYLES[state] },
  ];
  if (publishedFps > 0) parts.push({ text: `${publishedFps.toFixed(1)} fps` });
  // Nothing has an age before the first picture came through.
  if (ageMs.p50 > 0) parts.push({ text: `${Math.round(ageMs.p50)} ms old` });
  if (shown !== undefined && !isPanicking) parts.push(SHOWN_PARTS[shown]);
  if (recordedMs !== undefined) {
    parts.push({ text: `recording ${clockTime(recordedMs)}`, style: 'cyan' });
  }
  parts.push({
    text: `rung ${rung.index} (${rung.name})`,
    ...(rung.index > 0 ? { style: 'yellow' } : {}),
  });
  return parts;
}

const STATE_STYLES: Readonly<Record<LiveState, TextStyle>> = {
  idle: 'dim',
  preparing: 'dim',
  live: 'green',
  degraded: 'yellow',
  recovering: 'yellow',
  stopped: 'dim',
  failed: 'red',
};

const SHOWN_PARTS: Readonly<Record<ShownKind, Part>> = {
  swapped: { text: 'face swapped' },
  clear: { text: 'NOT swapped', style: 'yellow' },
  held: { text: 'last picture held', style: 'yellow' },
  blurred: { text: 'picture blurred', style: 'yellow' },
  placeholder: { text: 'placeholder shown', style: 'yellow' },
};

/** As in "0:07", "12:40" or "1:02:40". */
function clockTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
