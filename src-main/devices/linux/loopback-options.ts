/** A device as v4l2loopback is asked for it when it is loaded. */
export interface LoopbackRequest {
  /** 10 of /dev/video10. */
  number: number;
  name: string;
  /** Browsers list a device only when it says nothing but "I capture", which this makes it do. */
  hasExclusiveCaps: boolean;
}

/**
 * Pictures the module keeps. With two, the usual of 0.12, the one a reader still looks at may be
 * drawn over: at 10 pictures a second, 11 of 15 that were held for 150 ms; with four none.
 */
const BUFFERS = 4;

/** The module's options for some devices, as modprobe takes them on a shell's line and in a file. */
export function loopbackOptions(devices: readonly LoopbackRequest[]): string {
  const numbers = devices.map(({ number }) => number).join(',');
  const names = devices.map(({ name }) => name).join(',');
  const exclusive = devices.map(({ hasExclusiveCaps }) => (hasExclusiveCaps ? 1 : 0)).join(',');
  return `video_nr=${numbers} card_label="${names}" exclusive_caps=${exclusive} max_buffers=${BUFFERS}`;
}
