/** A part of the page: a heading, what it shows, and its picture or table as finished markup. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly markup: string;
}

/** The head of the page, above its sections. */
export interface PageHead {
  readonly title: string;
  readonly text: string;
  /** The data and the models behind the page, a line each. */
  readonly lines?: readonly string[];
}

const STYLE = `
  body { font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #24292f; background: #fff; max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; margin-bottom: 0.2rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 0.3rem; }
  p { margin: 0.2rem 0 0.8rem; max-width: 75ch; color: #57606a; }
  table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.25rem 0.7rem; border-bottom: 1px solid #e8eaed; text-align: right; vertical-align: top; }
  th { font-weight: 600; white-space: nowrap; } th:first-child, td:first-child, td.text, th.text { text-align: left; }
  td:first-child { white-space: pre; }
  tbody tr:hover { background: #f6f8fa; } td.good { color: #116329; } td.bad { color: #a40e26; }
  ul { margin: 0.2rem 0 0.8rem; padding: 0; list-style: none; color: #57606a; font-size: 13px; overflow-wrap: anywhere; }
  figure { margin: 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
  .wide { overflow-x: auto; }`;

/** One self-contained HTML page. */
export function page({ title, text, lines = [] }: PageHead, sections: readonly Section[]): string {
  const body = sections.map(
    (section) =>
      `<section><h2>${escapeHtml(section.title)}</h2><p>${escapeHtml(section.text)}</p>${section.markup}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}
</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}</ul>
${body.join('\n')}
</body>
</html>
`;
}

/** A cell of a table: its text, and a class of the page's style. */
export interface TableCell {
  readonly text: string;
  readonly style?: 'good' | 'bad' | 'text';
}

/** A table with one head row. */
export function table(head: readonly TableCell[], rows: readonly (readonly TableCell[])[]): string {
  const cells = (row: readonly TableCell[], tag: 'th' | 'td') =>
    row.map(({ text, style }) => `<${tag}${style ? ` class="${style}"` : ''}>${escapeHtml(text)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<div class="wide"><table><thead><tr>${cells(head, 'th')}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
}

/** Text as it stands between tags and in quoted attributes. */
function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/gu, (character) => entities[character]);
}
