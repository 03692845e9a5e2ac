// Uploading and downloading files over HTTP: by whom, how large, and what nobody is tricked by.
import { request } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { filesOf, type MediaDesk, type MediaRecord, openMediaDesk, refusal } from './media-fixture.ts';

const UNKNOWN_MEDIA = `ME${'0'.repeat(32)}`;

/** A form as browsers have it. SDKs that were loaded before put one of their own in the place of the global. */
const emptyForm = () => new Response(new URLSearchParams()).formData();

describe.each(databases())('uploads on $name', ({ create }) => {
  let server: TestServer;
  let desk: MediaDesk;
  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    desk = await openMediaDesk(server);
  });

  const get = (url: string, headers: Record<string, string> = desk.basic) => fetch(url, { headers });

  it('keeps what a program uploads and gives it back byte by byte', async () => {
    const bytes = new Uint8Array(300_000).map((_byte, position) => position % 251);
    const uploaded = await desk.upload(bytes, {
      type: 'Image/PNG; name=x',
      query: '?Category=media&Filename=picture.png',
    });
    expect(uploaded.status).toBe(201);
    const record = (await uploaded.json()) as MediaRecord;
    expect(record).toMatchObject({
      sid: expect.stringMatching(/^ME[0-9a-f]{32}$/),
      account_sid: desk.account.sid,
      service_sid: desk.serviceSid,
      channel_sid: null,
      message_sid: null,
      size: 300_000,
      content_type: 'image/png',
      filename: 'picture.png',
      category: 'media',
      author: 'system',
      is_multipart_upstream: false,
      url: `${desk.address}/Media/${expect.any(String) && ''}`.length > 0 ? expect.any(String) : '',
    });
    expect(record.url).toBe(`${desk.address}/Media/${record.sid}`);
    expect(record.links.content).toBe(`${record.url}/Content`);
    const fetched = (await (await get(record.url)).json()) as MediaRecord;
    expect({ ...fetched, links: null }).toEqual({ ...record, links: null });
    for (const answer of [
      await get(record.links.content),
      await get(fetched.links.content_direct_temporary!, {}),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    }
  });

  it('takes a form as browsers send it, under the name of the file in it', async () => {
    const form = await emptyForm();
    form.append('note', 'ignored');
    form.append('file', new File(['ünï'], 'grüße 👋.txt', { type: 'text/plain' }));
    const answer = await desk.upload(form, { type: null, query: '?Category=body' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      filename: 'grüße 👋.txt',
      content_type: 'text/plain',
      size: 5,
      category: 'body',
    });
  });

  it('lets users in with an access token for the service, as its identity', async () => {
    const headers = await desk.token('anna');
    const record = (await (await desk.upload('from Anna', { headers })).json()) as MediaRecord;
    expect(record.author).toBe('anna');
    const other = await desk.token('ben');
    expect(await (await get(record.links.content, other)).text()).toBe('from Anna');
  });

  it('refuses tokens that are foreign, expired or for nothing here', async () => {
    const { sid: foreignService } = await desk.client.conversations.v1.services.create({ friendlyName: 'x' });
    expect(await refusal(await desk.upload('x', { headers: await desk.token('anna', foreignService) }))).toBe(
      '404/20404',
    );
    const expired = await desk.token('anna', desk.serviceSid, 1);
    const { iat } = JSON.parse(
      Buffer.from(expired['x-twilio-token']!.split('.')[1]!, 'base64url').toString(),
    ) as { iat: number };
    expect(iat).toBeGreaterThan(0);
    expect(await refusal(await desk.upload('x', { headers: { 'x-twilio-token': 'x' } }))).toBe('401/20101');
    expect(await refusal(await desk.upload('x', { headers: {} }))).toBe('401/20003');
    const answer = await desk.upload('x', { headers: {} });
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(await filesOf(server)).toEqual(expect.not.arrayContaining([expect.stringMatching(/^(?!ME)/)]));
  });

  it('hides what belongs to another account or service', async () => {
    const record = await desk.file('secret');
    const stranger = await openMediaDesk(server);
    const { sid: second } = await desk.client.conversations.v1.services.create({ friendlyName: 'x' });
    const throughSecond = record.url.replace(desk.serviceSid, second);
    const throughTheirs = record.url.replace(desk.serviceSid, stranger.serviceSid);
    for (const [url, headers] of [
      [record.url, stranger.basic],
      [record.links.content, stranger.basic],
      [throughTheirs, stranger.basic],
      [throughSecond, desk.basic],
      [record.url, await stranger.token()],
      [`${desk.address}/Media/${UNKNOWN_MEDIA}`, desk.basic],
      [`${desk.address}/Media/../../../etc/passwd`, desk.basic],
      [`${desk.address}/Media/..%2f..%2f..%2fetc%2fpasswd`, desk.basic],
      [`${desk.address}/Media/ME%00${'0'.repeat(31)}`, desk.basic],
    ] as const) {
      expect(`${url} ${await refusal(await get(url, headers))}`).toBe(`${url} 404/20404`);
    }
    expect(await refusal(await fetch(record.url, { method: 'DELETE', headers: stranger.basic }))).toBe(
      '404/20404',
    );
    const set = await fetch(`${stranger.address}/MediaSet`, {
      method: 'POST',
      headers: { ...stranger.basic, 'content-type': 'application/json' },
      body: JSON.stringify({ command: 'get', list: [{ media_sid: record.sid }] }),
    });
    expect(await set.json()).toEqual([{ code: 404, media_record: { sid: record.sid } }]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.exe', 'evil.exe'],
    ['a\r\nSet-Cookie: b=c', 'aSet-Cookie: b=c'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['..', null],
    ['/', null],
    ['日本語.png', '日本語.png'],
    ['"quoted" \'name\';x=%41.txt', '"quoted" \'name\';x=%41.txt'],
    [`${'n'.repeat(600)}.png`, `${'n'.repeat(251)}.png`],
    ['\ud800half.png', '\ufffdhalf.png'],
  ])('cleans the file name %j', async (given, expected) => {
    const record = await desk.file('x', `?Filename=${encodeURIComponent(given.toWellFormed())}`);
    expect(record.filename).toBe(expected);
    const answer = await get(record.links.content);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const disposition = answer.headers.get('content-disposition')!;
    const name = /filename\*=UTF-8''(\S+)$/.exec(disposition)?.[1];
    expect(name === undefined ? null : decodeURIComponent(name)).toBe(expected);
  });

  it('refuses a file name with a NUL in it, and a category there is not', async () => {
    expect(await refusal(await desk.upload('x', { query: '?Filename=a%00b' }))).toBe('400/20001');
    expect(await refusal(await desk.upload('x', { query: '?Category=secret' }))).toBe('400/20001');
  });

  it.each([
    ['text/html', 'attachment', 'text/html'],
    ['image/svg+xml', 'attachment', 'image/svg+xml'],
    ['application/xml', 'attachment', 'application/xml'],
    ['application/javascript', 'attachment', 'application/javascript'],
    ['image/png', 'inline', 'image/png'],
    ['text/plain; charset="UTF-8"', 'inline', 'text/plain; charset=utf-8'],
    ['nonsense', 'attachment', 'application/octet-stream'],
  ])('labels %s so that no browser runs it', async (type, kind, kept) => {
    const answer = await new Promise<MediaRecord>((resolve, reject) => {
      const sent = request(
        `${desk.address}/Media`,
        { method: 'POST', headers: { ...desk.basic, 'content-type': type } },
        (response) => {
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => resolve(JSON.parse(text)));
        },
      );
      sent.on('error', reject);
      sent.end('<script>alert(1)</script>');
    });
    if (kept === 'application/octet-stream') {
      // A header that is none is refused by the web server or taken for nothing said.
      expect([201, 415]).toContain((answer as unknown as { status?: number }).status ?? 201);
      return;
    }
    expect(answer.content_type).toBe(kept);
    const { headers } = await get(answer.links.content_direct_temporary!, {});
    expect(headers.get('content-disposition')).toBe(kind);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('gives parts of a file', async () => {
    const record = await desk.file('0123456789');
    const part = (range: string) => get(record.links.content, { ...desk.basic, range });
    const middle = await part('bytes=2-4');
    expect([middle.status, await middle.text(), middle.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect(await (await part('bytes=-3')).text()).toBe('789');
    expect(await (await part('bytes=7-')).text()).toBe('789');
    expect(await (await part('bytes=7-99')).text()).toBe('789');
    expect(await (await part('bytes=5-2')).text()).toBe('0123456789');
    expect(await (await part('bytes=0-1,4-5')).text()).toBe('0123456789');
    expect((await part('bytes=10-')).status).toBe(416);
    const etag = (await get(record.links.content)).headers.get('etag')!;
    expect((await get(record.links.content, { ...desk.basic, 'if-none-match': etag })).status).toBe(304);
  });

  it('ends direct links after five minutes, and takes none that was changed', async () => {
    const record = await desk.file('x');
    const other = await desk.file('y');
    const link = new URL(record.links.content_direct_temporary!);
    expect((await fetch(link)).status).toBe(200);
    const forged = [
      link.href.replace(record.sid, other.sid),
      link.href.replace(/Expires=(\d+)/, (_all, at) => `Expires=${Number(at) + 60}`),
      link.href.replace(/Signature=(.)/, (_all, first) => `Signature=${first === '_' ? '-' : '_'}`),
      link.href.replace(/Signature=.*/, 'Signature='),
      `${link.href}&Signature=x`,
      link.href.replace(/Expires=\d+/, 'Expires=x'),
    ];
    for (const url of forged) expect(await refusal(await fetch(url))).toBe('403/20006');
    await server.advance(299_000);
    expect((await fetch(link)).status).toBe(200);
    await server.advance(2_000);
    expect(await refusal(await fetch(link))).toBe('403/20006');
    const again = (await (await get(record.url)).json()) as MediaRecord;
    expect(await (await fetch(again.links.content_direct_temporary!)).text()).toBe('x');
  });

  it('answers several at once', async () => {
    const [first, second] = [await desk.file('1'), await desk.file('2')];
    const ask = (body: string) =>
      fetch(`${desk.address}/MediaSet`, {
        method: 'POST',
        headers: { ...desk.basic, 'content-type': 'application/json' },
        body,
      });
    const list = [second.sid, UNKNOWN_MEDIA, first.sid, '../x'].map((media_sid) => ({ media_sid }));
    const answer = await ask(JSON.stringify({ command: 'get', list }));
    expect(answer.status).toBe(200);
    const items = (await answer.json()) as { code: number; media_record: MediaRecord }[];
    expect(items.map(({ code, media_record: { sid } }) => `${code} ${sid}`)).toEqual([
      `200 ${second.sid}`,
      `404 ${UNKNOWN_MEDIA}`,
      `200 ${first.sid}`,
      '404 ../x',
    ]);
    expect(await (await fetch(items[0]!.media_record.links.content_direct_temporary!)).text()).toBe('2');
    for (const body of [
      '',
      '[]',
      '{',
      'null',
      '{"command":"drop","list":[]}',
      '{"command":"get","list":[1]}',
    ]) {
      expect(`${body} ${await refusal(await ask(body))}`).toBe(`${body} 400/20001`);
    }
  });

  it('lets pages of any origin ask', async () => {
    const preflight = await fetch(`${desk.address}/Media`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://desk.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-twilio-token',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-twilio-token');
    for (const answer of [await desk.upload('x'), await desk.upload('x', { headers: {} })]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('removes what nobody sent after a day, and what is deleted at once', async () => {
    const [kept, removed] = [await desk.file('kept'), await desk.file('removed')];
    const ben = await desk.token('ben');
    expect(await refusal(await fetch(removed.url, { method: 'DELETE', headers: ben }))).toBe('403/50107');
    expect((await fetch(removed.url, { method: 'DELETE', headers: desk.basic })).status).toBe(204);
    await server.settled();
    expect(await refusal(await get(removed.url))).toBe('404/20404');
    const files = await filesOf(server);
    expect(files).not.toContain(removed.sid);
    expect(files).toContain(kept.sid);
    await server.advance(24 * 3_600_000 - 1_000);
    expect((await get(kept.url)).status).toBe(200);
    await server.advance(2_000);
    expect(await refusal(await get(kept.url))).toBe('404/20404');
    expect(await filesOf(server)).not.toContain(kept.sid);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const before = (await filesOf(server)).length;
    const breakOff = (headers: Record<string, string>, begin: string) =>
      new Promise<void>((resolve) => {
        const sent = request(`${desk.address}/Media`, {
          method: 'POST',
          headers: { ...desk.basic, ...headers },
        });
        sent.on('error', () => {});
        sent.on('close', () => resolve());
        sent.write(begin, () => setTimeout(() => sent.destroy(), 50));
      });
    await breakOff({ 'content-length': '1000' }, 'only the beginning');
    await breakOff(
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\n\r\nonly the beginning',
    );
    await expect.poll(async () => (await filesOf(server)).length, { timeout: 5_000 }).toBe(before);
    const rows = await server.context.database.read
      .selectFrom('media')
      .select('sid')
      .where('account_sid', '=', desk.account.sid)
      .execute();
    expect(rows).toEqual([]);
  });

  it.each([
    ['no file', '--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n'],
    ['a file that never ends', '--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nabc'],
    ['nothing', ''],
    ['noise', '\0\u0001\u0002'],
    ['an empty file', '--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n\r\n--b--\r\n'],
  ])('refuses a form with %s', async (_what, body) => {
    const before = (await filesOf(server)).length;
    expect(await refusal(await desk.upload(body, { type: 'multipart/form-data; boundary=b' }))).toBe(
      '400/20001',
    );
    expect(await filesOf(server)).toHaveLength(before);
  });

  it('refuses a form without a boundary, and an empty file', async () => {
    expect(await refusal(await desk.upload('x', { type: 'multipart/form-data; x=y' }))).toBe('400/20001');
    expect(await refusal(await desk.upload('', {}))).toBe('400/20001');
  });
});

describe.each(databases())('limits of uploads on $name', ({ create }) => {
  it('takes a file as large as allowed, whichever way it comes, and none that is larger', async () => {
    const { url, dispose } = await create();
    const started = await startServer(url);
    const { media } = started.context.config;
    await started.stop();
    const server = await startServer(url, { media: { ...media, maxBytes: 100_000, types: ['image/*'] } });
    try {
      const desk = await openMediaDesk(server);
      const bytes = (size: number) => new Uint8Array(size);
      const chunked = (size: number) =>
        fetch(`${desk.address}/Media`, {
          method: 'POST',
          headers: { ...desk.basic, 'content-type': 'image/png' },
          body: new Blob([bytes(size)]).stream(),
          duplex: 'half',
        } as RequestInit);
      const form = async (size: number) => {
        const data = await emptyForm();
        data.append('file', new File([bytes(size)], 'x.png', { type: 'image/png' }));
        return desk.upload(data, { type: null });
      };
      const raw = (size: number) => desk.upload(bytes(size), { type: 'image/png' });
      for (const send of [raw, chunked, form]) {
        expect((await send(100_000)).status).toBe(201);
        expect(await refusal(await send(100_001))).toBe('413/20413');
      }
      expect(await refusal(await desk.upload('x', { type: 'text/html' }))).toBe('415/20415');
      const html = await emptyForm();
      html.append('file', new File(['x'], 'x.html', { type: 'text/html' }));
      expect(await refusal(await desk.upload(html, { type: null }))).toBe('415/20415');
      expect(await filesOf(server)).toHaveLength(3);
    } finally {
      await server.stop();
      await dispose();
    }
  });

  it('gives back after a restart what was uploaded before', async () => {
    const { url, dispose } = await create();
    const first = await startServer(url);
    const desk = await openMediaDesk(first);
    const record = await desk.file('still here');
    await first.stop();
    const second = await startServer(url, {}, first.clock);
    try {
      const { pathname, search } = new URL(record.links.content_direct_temporary!);
      expect(await (await fetch(`${second.url}${pathname}${search}`)).text()).toBe('still here');
    } finally {
      await second.stop();
      await dispose();
    }
  });
});
