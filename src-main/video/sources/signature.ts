/** The picture formats that are opened, by the name of their loader. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/** What the first bytes of a file give away. */
export type Signature =
  | { kind: 'picture'; format: PictureFormat; description: string }
  | { kind: 'video'; description: string }
  /** Known, and neither a picture nor a video that is opened. */
  | { kind: 'other'; description: string };

/** How many of a file's first bytes {@link recogniseSignature} looks at. */
export const SIGNATURE_BYTES = 512;

/** Magic numbers, "?" for any byte. Source: the formats' specifications, as listed by file(1). */
const MAGIC: readonly (readonly [string, Signature])[] = [
  ['\xff\xd8\xff', { kind: 'picture', format: 'jpeg', description: 'a JPEG picture' }],
  ['\x89PNG\r\n\x1a\n', { kind: 'picture', format: 'png', description: 'a PNG picture' }],
  ['RIFF????WEBP', { kind: 'picture', format: 'webp', description: 'a WebP picture' }],
  ['GIF87a', { kind: 'picture', format: 'gif', description: 'a GIF picture' }],
  ['GIF89a', { kind: 'picture', format: 'gif', description: 'a GIF picture' }],
  ['II*\0', { kind: 'picture', format: 'tiff', description: 'a TIFF picture' }],
  ['MM\0*', { kind: 'picture', format: 'tiff', description: 'a TIFF picture' }],
  ['RIFF????AVI ', { kind: 'video', description: 'an AVI video' }],
  ['\x1a\x45\xdf\xa3', { kind: 'video', description: 'a Matroska or WebM video' }],
  ['YUV4MPEG2 ', { kind: 'video', description: 'a raw video' }],
  ['BM????\0\0\0\0', { kind: 'other', description: 'a BMP picture' }],
  ['8BPS', { kind: 'other', description: 'a Photoshop picture' }],
  ['\xff\x0a', { kind: 'other', description: 'a JPEG XL picture' }],
  ['\0\0\0\x0cJXL \r\n\x87\n', { kind: 'other', description: 'a JPEG XL picture' }],
  ['\0\0\x01\0', { kind: 'other', description: 'an icon' }],
  ['%PDF-', { kind: 'other', description: 'a PDF document' }],
  ['PK\x03\x04', { kind: 'other', description: 'a ZIP archive or an office document' }],
  ['\x1f\x8b', { kind: 'other', description: 'a gzip archive' }],
  ['7z\xbc\xaf\x27\x1c', { kind: 'other', description: 'a 7-Zip archive' }],
  ['MZ', { kind: 'other', description: 'a Windows program' }],
  ['\x7fELF', { kind: 'other', description: 'a Linux program' }],
];

const AVIF_BRANDS = ['avif', 'avis'];
/** HEVC-coded HEIF (ISO/IEC 23008-12, annex B); the bundled loader has no HEVC decoder. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/**
 * Tells what a file seems to be, whatever its name says.
 *
 * @param head its first {@link SIGNATURE_BYTES}, or all of it when it is shorter.
 * @returns undefined when nothing is recognised.
 */
export function recogniseSignature(head: Uint8Array): Signature | undefined {
  const text = Buffer.from(head.subarray(0, SIGNATURE_BYTES)).toString('latin1');
  const known = MAGIC.find(([magic]) =>
    Array.from(magic).every((byte, index) => byte === '?' || byte === text[index]),
  );
  return known?.[1] ?? isoBaseMedia(text) ?? plainText(text);
}

/** The file type box of MP4, MOV, AVIF and HEIC (ISO/IEC 14496-12, 4.3). */
function isoBaseMedia(text: string): Signature | undefined {
  if (text.slice(4, 8) !== 'ftyp') return undefined;
  const brands = [text.slice(8, 12)];
  const boxLength = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE();
  for (let at = 16; at + 4 <= Math.min(boxLength, text.length); at += 4) {
    brands.push(text.slice(at, at + 4));
  }
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) {
    return { kind: 'picture', format: 'avif', description: 'an AVIF picture' };
  }
  return HEIC_BRANDS.includes(brands[0])
    ? { kind: 'other', description: 'a HEIC picture' }
    : { kind: 'video', description: 'an MP4 or MOV video' };
}

function plainText(text: string): Signature | undefined {
  if (text === '' || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return undefined;
  if (/<svg[\s>]/i.test(text)) return { kind: 'other', description: 'an SVG drawing' };
  if (/<(?:!doctype )?html/i.test(text)) return { kind: 'other', description: 'a web page' };
  return { kind: 'other', description: 'a text file' };
}
