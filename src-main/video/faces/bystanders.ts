import { distanceBetween, isOverlapping, type FacePlace } from './matching.ts';

/** A face that the detector misses now and then is still there for this long. */
const SEEN_MS = 500;

/**
 * A followed face that vanished and did not come back may be there all the same, turned away or
 * covered, where no network sees it.
 */
const LOST_MS = 5000;

/** Between two looks of the detector a bystander moves less than this, in face sizes. */
const REACH = 0.75;

/** A face that is found again may have changed its size by this factor meanwhile. */
const MAX_SIZE_RATIO = 2;

interface RememberedPlace extends FacePlace {
  untilMs: number;
}

/** Where faces are, or may be, that are not followed; who must not show them covers these places. */
export class Bystanders {
  #seen: RememberedPlace[] = [];
  #lost: RememberedPlace[] = [];

  /** The places of both kinds: seen lately, and lost lately. */
  get places(): readonly FacePlace[] {
    return [...this.#seen, ...this.#lost];
  }

  /**
   * The detector has looked.
   *
   * @param unfollowed where it saw faces that nobody follows.
   * @param followed where faces are followed.
   */
  see(unfollowed: readonly FacePlace[], followed: readonly FacePlace[], timeMs: number): void {
    const isCurrent = ({ untilMs }: RememberedPlace): boolean =>
      timeMs <= untilMs && untilMs - timeMs <= LOST_MS;
    const isFollowed = (place: FacePlace): boolean =>
      followed.some((other) => isOverlapping(other, place));
    const isSeenAgain = (place: FacePlace): boolean =>
      unfollowed.some((seen) => distanceBetween(seen, place) < REACH);
    this.#seen = [
      ...this.#seen.filter(
        (place) => isCurrent(place) && !isFollowed(place) && !isSeenAgain(place),
      ),
      ...unfollowed.map((place) => ({ ...place, untilMs: timeMs + SEEN_MS })),
    ];
    this.#lost = this.#lost.filter((place) => isCurrent(place) && !isFollowed(place));
  }

  /** A followed face vanished at a place and was not found again. */
  lose({ x, y, size }: FacePlace, timeMs: number): void {
    this.#lost.push({ x, y, size, untilMs: timeMs + LOST_MS });
  }

  /** A face is followed from now on: the lost one that is most like it has come back. */
  follow(place: FacePlace): void {
    const [likely] = this.#lost
      .filter((lost) => Math.abs(Math.log(lost.size / place.size)) < Math.log(MAX_SIZE_RATIO))
      .sort((a, b) => distanceBetween(a, place) - distanceBetween(b, place));
    this.#lost = this.#lost.filter((lost) => lost !== likely);
  }

  /** The same picture comes in another size from now on. */
  scale(factor: number): void {
    const scaled = ({ x, y, size, untilMs }: RememberedPlace): RememberedPlace => ({
      x: x * factor,
      y: y * factor,
      size: size * factor,
      untilMs,
    });
    this.#seen = this.#seen.map(scaled);
    this.#lost = this.#lost.map(scaled);
  }
}
