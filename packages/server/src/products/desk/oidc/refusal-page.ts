// The page somebody sees who was not let in: one sentence, and the way back.
import type { FastifyReply } from 'fastify';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Answers with the page. */
export function sendRefusal(reply: FastifyReply, status: number, reason: string): void {
  reply
    .code(status)
    .headers({
      'Content-Security-Policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not signed in</title>' +
        '<meta name="viewport" content="width=device-width"></head><body><main><h1>You are not signed in</h1>' +
        `<p>${escaped(reason)}</p><p><a href="/">Back to signing in</a></p></main></body></html>`,
    );
}
