import { findResource } from '../../base/resource.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import { MirageError } from '../../contract/error.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { writePublished } from '../../video/live/publish-picture.ts';
import { sharp } from '../../video/sources/sharp.ts';

/**
 * The picture that is published while there is no other: assets/placeholder.png, scaled to fill the
 * published size.
 *
 * @returns in the published layout.
 * @throws MirageError `internal` when the picture is missing from the installation.
 */
export async function renderPlaceholder(format: PublishedFormat): Promise<Uint8Array> {
  const path = findResource('assets/placeholder.png');
  if (path === undefined) {
    throw new MirageError('internal', {
      message: 'The placeholder picture of Mirage is missing.',
      hint: 'Install Mirage again.',
    });
  }
  const { width, height } = format;
  const filled = sharp(path).resize(width, height, { fit: 'cover' }).ensureAlpha();
  const pixels = new Uint8Array(await filled.raw().toBuffer());
  const placeholder = new Uint8Array(pictureBytes(format));
  writePublished({ pixels, width, height, timeMs: 0 }, format, placeholder);
  return placeholder;
}
