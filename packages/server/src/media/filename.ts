// Names of files: cleaned when they come in, quoted when they go out.

const LONGEST_NAME = 255;

/** Control characters, and those that turn the reading direction so that `exe.txt` is read for `txt.exe`. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * The name of a file without folders and invisible characters, at most 255 characters long; null when nothing is left
 * of it. Nothing on this server is ever called so: it is only told to those who download.
 */
export function cleanFilename(given: string | null | undefined): string | null {
  const last = (given ?? '').toWellFormed().replace(UNSEEN, '').split(/[\\/]/).at(-1)!.trim();
  const name = shortened(last);
  return name === '' || /^\.+$/.test(name) ? null : name;
}

/** Long names lose their middle, so that the extension stays. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const extension = /\.[\p{L}\p{N}]{1,16}$/u.exec(name)?.[0] ?? '';
  return name.slice(0, LONGEST_NAME - extension.length).replace(/[\ud800-\udbff]$/, '') + extension;
}

/** The header that tells a browser to show or to save a file, and how it is called (RFC 6266). */
export function contentDisposition(kind: 'inline' | 'attachment', filename: string | null): string {
  if (filename === null) return kind;
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The last part of an address, where it looks like the name of a file. */
export function filenameOf(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return last.includes('.') ? cleanFilename(decodeURIComponent(last)) : null;
  } catch {
    return null;
  }
}
