/** A package as apt would fetch it. */
export interface PackageFile {
  /** With version and architecture, as in `hello_2.10-3_amd64.deb`. */
  readonly file: string;
  readonly sha256: string;
}

/** The packages `apt-cache depends` names as needed. */
export function dependencies(output: string): string[] {
  return Array.from(output.matchAll(/^ *Depends: ([^\s<]+)$/gm), ([, name]) => name);
}

/**
 * The release that Debian's newest kernel package stands for.
 *
 * @param output of `apt-cache depends linux-image-amd64`.
 * @throws Error when it names none.
 */
export function kernelRelease(output: string): string {
  const image = dependencies(output).find((name) => name.startsWith('linux-image-'));
  if (image === undefined) throw new Error(`apt knows no kernel:\n${output.trim()}`);
  return image.slice('linux-image-'.length);
}

/** The files that `apt-get --print-uris download` lists. */
export function packageFiles(output: string): PackageFile[] {
  return Array.from(
    output.matchAll(/^'[^']+' (\S+\.deb) \d+ SHA256:([0-9a-f]{64})$/gm),
    ([, file, sha256]) => ({ file, sha256 }),
  );
}
