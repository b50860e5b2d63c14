/**
 * The body of the table under a heading, cell by cell, without the marks for code.
 *
 * @param heading its text, without the hashes; its section holds one table.
 * @returns rows in order; none when the page has no such heading or no table under it.
 */
export function tableUnder(page: string, heading: string): string[][] {
  const sections = page.split(/^#+ /m);
  const section = sections.find((text) => text.split(/\r?\n/, 1)[0] === heading) ?? '';
  const table = section.split(/\r?\n/).filter((line) => line.startsWith('|'));
  // The first two lines are the table's head and the ruler under it.
  return table.slice(2).map(cells);
}

function cells(row: string): string[] {
  const inner = row.trim().replace(/^\||\|$/g, '');
  return inner.split('|').map((cell) => cell.trim().replaceAll('`', ''));
}
