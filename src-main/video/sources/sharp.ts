import sharp from 'sharp';

/**
 * sharp, with every loader blocked but those of the formats that are opened. Signatures are checked
 * before sharp sees a file; this holds should the two ever disagree about what a file is. Drawings
 * (SVG) and documents are the reason: they fetch, include and execute.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map(
    (format) => `VipsForeignLoad${format}`,
  ),
});

export { sharp };
