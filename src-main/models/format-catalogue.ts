import type { Catalogue } from './catalogue.ts';

/** The catalogue as it is committed: two spaces, lists of numbers on one line. */
export function formatCatalogue(catalogue: Catalogue): string {
  const text = JSON.stringify(catalogue, undefined, 2);
  const compact = text.replace(
    /\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${compact}\n`;
}
