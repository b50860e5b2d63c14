import { describe, expect, it } from 'vitest';
import { recogniseSignature } from './signature.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('recogniseSignature', () => {
  it.each([
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'picture', 'a JPEG picture'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'picture', 'a PNG picture'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'picture', 'a WebP picture'],
    ['GIF89a\x01\0\x01\0', 'picture', 'a GIF picture'],
    ['II*\0\x08\0\0\0', 'picture', 'a TIFF picture'],
    ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'picture', 'an AVIF picture'],
    ['\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf', 'picture', 'an AVIF picture'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'other', 'a HEIC picture'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'other', 'a HEIC picture'],
    ['\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'video', 'an MP4 or MOV video'],
    ['\0\0\0\x10ftypisom\0\0\0\0avif', 'video', 'an MP4 or MOV video'],
    ['\x1a\x45\xdf\xa3\x9fB\x86', 'video', 'a Matroska or WebM video'],
    ['RIFF\x10\0\0\0AVI LIST', 'video', 'an AVI video'],
    ['%PDF-1.7\n%\xe2\xe3', 'other', 'a PDF document'],
    ['PK\x03\x04\x14\0', 'other', 'a ZIP archive or an office document'],
    ['<?xml version="1.0"?>\n<svg xmlns="x">', 'other', 'an SVG drawing'],
    ['<!doctype html><title>404</title>', 'other', 'a web page'],
    ['#EXTM3U\n#EXTINF:1,\nhttp://x/', 'other', 'a text file'],
    ['Grüße', 'other', 'a text file'],
  ])('takes %j for %s: %s', (head, kind, description) => {
    expect(recogniseSignature(bytes(head))).toMatchObject({ kind, description });
  });

  it.each(['', '\x01\x02\x03\x04', 'RIFF\x10\0\0\0WAVEfmt ', '\0\0\0'])(
    'does not guess at %j',
    (head) => {
      expect(recogniseSignature(bytes(head))).toBeUndefined();
    },
  );
});
