// Lists a page at a time: sizes, absolute URLs that lead back the way the client came, and the flat 2010 style.
import { beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { runningServer } from './running-server.ts';

type Service = { sid: string };

describe.each(databases())('paging on $name', ({ create }) => {
  const running = runningServer(create);
  const sids: string[] = [];
  const host = () => new URL(running.server.url).host;
  const list = async (path: string, headers = {}) => {
    const answer = await running.send(path, { headers });
    expect(answer.status, answer.text).toBe(200);
    return answer.json;
  };

  beforeAll(async () => {
    for (let number = 0; number < 5; number += 1) {
      const created = await running.post('/chat/v2/Services', `FriendlyName=${number}`);
      sids.push(created.json.sid);
    }
  });

  it('answers 50 items when no size is asked for and names the list in meta.key', async () => {
    const { meta, services } = await list('/chat/v2/Services');
    expect(services.map(({ sid }: Service) => sid)).toEqual(sids);
    expect(meta).toEqual({
      page: 0,
      page_size: 50,
      first_page_url: `${running.server.url}/chat/v2/Services?PageSize=50&Page=0`,
      previous_page_url: null,
      url: `${running.server.url}/chat/v2/Services?PageSize=50&Page=0`,
      next_page_url: null,
      key: 'services',
    });
  });

  it('takes a page size above 1000 for 1000 and one below 1 for 1', async () => {
    expect((await list('/chat/v2/Services?PageSize=5000')).meta.page_size).toBe(1_000);
    const smallest = await list('/chat/v2/Services?PageSize=0');
    expect(smallest.meta.page_size).toBe(1);
    expect(smallest.services).toHaveLength(1);
  });

  it('leads with absolute URLs through every item once, forwards and back', async () => {
    const pages: string[][] = [];
    let url: string | null = '/chat/v2/Services?PageSize=2';
    let last = '';
    while (url !== null) {
      const page = await list(url.replace(running.server.url, ''));
      pages.push(page.services.map(({ sid }: Service) => sid));
      expect(page.meta.page).toBe(pages.length - 1);
      last = page.meta.previous_page_url;
      url = page.meta.next_page_url;
    }
    expect(pages).toEqual([sids.slice(0, 2), sids.slice(2, 4), sids.slice(4)]);
    const back = await list(last.replace(running.server.url, ''));
    expect(back.services.map(({ sid }: Service) => sid)).toEqual(sids.slice(2, 4));
  });

  it('neither repeats nor skips items when others are removed and added meanwhile', async () => {
    const place = (await running.post('/chat/v2/Services', 'FriendlyName=moving')).json.sid;
    const roles = `/chat/v2/Services/${place}/Roles`;
    const first = await list(`${roles}?PageSize=2`);
    const all = (await list(roles)).roles.map(({ sid }: Service) => sid);
    const added = await running.post(roles, 'FriendlyName=new&Type=channel&Permission=sendMessage');
    const second = await list(first.meta.next_page_url.replace(running.server.url, ''));
    expect(second.roles.map(({ sid }: Service) => sid)).toEqual(all.slice(2));
    const third = await list(second.meta.next_page_url.replace(running.server.url, ''));
    expect(third.roles.map(({ sid }: Service) => sid)).toEqual([added.json.sid]);
    await running.send(`/chat/v2/Services/${place}`, { method: 'DELETE' });
  });

  it('keeps the prefix the client used, the old name of a product too', async () => {
    for (const prefix of ['chat', 'ip-messaging']) {
      const { meta, services } = await list(`/${prefix}/v2/Services?PageSize=2`);
      expect(meta.next_page_url).toMatch(new RegExp(`^http://${host()}/${prefix}/v2/Services\\?`));
      expect(services[0].url).toBe(`http://${host()}/${prefix}/v2/Services/${sids[0]}`);
    }
  });

  it('builds URLs from the Host header without a prefix when the host names the product', async () => {
    const headers = { host: 'chat.contact.example.com:8443' };
    const { meta, services } = await list('/v2/Services?PageSize=2', headers);
    expect(meta.next_page_url).toMatch(
      /^http:\/\/chat\.contact\.example\.com:8443\/v2\/Services\?PageSize=2&Page=1&/,
    );
    expect(services[0].links.channels).toBe(
      `http://chat.contact.example.com:8443/v2/Services/${sids[0]}/Channels`,
    );
    const path = meta.next_page_url.slice('http://chat.contact.example.com:8443'.length);
    const next = await list(path, headers);
    expect(next.services.map(({ sid }: Service) => sid)).toEqual(sids.slice(2, 4));
  });

  it('uses the host of a request with a prefix as well', async () => {
    const { meta } = await list('/chat/v2/Services?PageSize=2', { host: 'parley.example.com' });
    expect(meta.next_page_url).toMatch(/^http:\/\/parley\.example\.com\/chat\/v2\/Services\?/);
  });

  it('repeats the filters in the URLs of other pages', async () => {
    const service = `/chat/v2/Services/${sids[0]}`;
    for (const type of ['public', 'private', 'private', 'private']) {
      await running.post(`${service}/Channels`, `Type=${type}`);
    }
    const first = await list(`${service}/Channels?Type=private&PageSize=2`);
    const second = await list(first.meta.next_page_url.replace(running.server.url, ''));
    expect(second.channels).toHaveLength(1);
    expect([...first.channels, ...second.channels].map(({ type }) => type)).toEqual(Array(3).fill('private'));
    expect(second.meta.next_page_url).toBeNull();
  });

  it.each(['PageSize=many', 'Page=-1', 'PageToken=nonsense', 'PageToken=PAW10'])(
    'refuses %s, naming the parameter',
    async (query) => {
      const answer = await running.send(`/chat/v2/Services?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({
        code: 20001,
        message: expect.stringContaining(query.split('=')[0]!),
      });
    },
  );

  describe('of the 2010 API', () => {
    const numbers = ['+14155550161', '+14155550162', '+14155550163'];
    const path = () => `/2010-04-01/Accounts/${running.server.account.sid}/IncomingPhoneNumbers.json`;
    const numbersOf = (page: { incoming_phone_numbers: { phone_number: string }[] }) =>
      page.incoming_phone_numbers.map((number) => number.phone_number);

    beforeAll(async () => {
      for (const number of numbers) {
        await running.post(`/api${path()}`, `PhoneNumber=${encodeURIComponent(number)}`);
      }
    });

    it('has flat keys and relative addresses without the prefix, which clients add themselves', async () => {
      const first = await list(`/api${path()}?PageSize=2`);
      expect(Object.keys(first).sort()).toEqual([
        'end',
        'first_page_uri',
        'incoming_phone_numbers',
        'next_page_uri',
        'page',
        'page_size',
        'previous_page_uri',
        'start',
        'uri',
      ]);
      expect(first).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null });
      expect(first.first_page_uri).toBe(`${path()}?PageSize=2&Page=0`);
      expect(first.uri).toBe(`${path()}?PageSize=2&Page=0`);
      expect(first.next_page_uri.startsWith(`${path()}?PageSize=2&Page=1&PageToken=`)).toBe(true);
      const second = await list(`/api${first.next_page_uri}`);
      expect(second).toMatchObject({ page: 1, start: 2, end: 2, next_page_uri: null });
      expect([...numbersOf(first), ...numbersOf(second)].sort()).toEqual(numbers);
    });

    it('has the same addresses when the host names the product', async () => {
      const headers = { host: 'api.contact.example.com' };
      const first = await list(`${path()}?PageSize=2`, headers);
      expect(first.next_page_uri).toMatch(new RegExp(`^${path().replaceAll('.', '\\.')}\\?`));
      expect(numbersOf(await list(first.next_page_uri, headers))).toHaveLength(1);
    });

    it('clamps the page size as well', async () => {
      expect((await list(`/api${path()}?PageSize=5000`)).page_size).toBe(1_000);
    });
  });
});
