// Rows as a file for spreadsheets.

/** What a spreadsheet would take for a formula is kept from being one. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Comma-separated lines, the first one the heads. */
export function csvOf(heads: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [heads, ...rows].map((row) => row.map((value) => cell(value ?? '')).join(',')).join('\r\n');
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
