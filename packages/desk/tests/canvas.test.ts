// The conversation canvas as an agent uses it: a real customer's phone on the other side, nothing in between is made up.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BROWSER } from '../../server/tests/support/browser.ts';
import { closeAfterwards, collectProblems, type DeskFixture, startDesk } from './support/desk.ts';
import { makeFilm, makeSound } from './support/made-media.ts';
import { expectUsable } from './support/pages.ts';
import { openWebChat } from './support/visitor.ts';

const CUSTOMER = '+14155550181';
const WITHOUT_WINDOW = '+14155550182';
/** A picture of one red point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const HOSTILE = [
  '<script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '<svg/onload=window.hit=1>',
  'javascript:window.hit=1',
  'https://example.org/"onmouseover="window.hit=1',
  '[click](javascript:window.hit=1)',
  'data:text/html,<script>window.hit=1</script>',
  '{{constructor.constructor("window.hit=1")()}}',
  'photo\u202egpj.exe',
  '<a href="javascript:window.hit=1" autofocus onfocus="window.hit=1">x</a>',
  '</article></div><iframe srcdoc="<script>parent.hit=1</script>">',
];

interface PhoneText {
  readonly body: string;
}

/** Drops a file of the desktop somewhere, as the system's file manager does. */
async function dropFile(page: Page, place: Locator, path: string): Promise<void> {
  const { x, y, width, height } = (await place.boundingBox())!;
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  }
  await devtools.detach();
}

/** Plays a sound or film and answers how far it came. */
function play(player: Locator): Promise<number> {
  return player.evaluate(async (media: HTMLMediaElement) => {
    const moved = new Promise<number>((resolve) => {
      media.addEventListener('timeupdate', () => media.currentTime > 0 && resolve(media.currentTime));
    });
    await media.play();
    return moved;
  });
}

describe.skipIf(BROWSER === undefined)('the conversation canvas', () => {
  let desk: DeskFixture;
  let page: Page;
  let log: Locator;
  let threadSid: string;
  const problems: string[] = [];

  const handset = async (path: string, body: unknown) => {
    const answer = await fetch(`${desk.url}/handset/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<unknown>;
  };
  const says = (body: string, files: string[] = []) =>
    handset('messages', { phone: CUSTOMER, contact: desk.credentials.phoneNumbers[0]!, body, files });
  const keptOnPhone = async (name: string, type: string, content: Buffer): Promise<string> => {
    const query = new URLSearchParams({ phone: CUSTOMER, name, type });
    const kept = await fetch(`${desk.url}/handset/api/files?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: content as never,
    });
    return ((await kept.json()) as { id: string }).id;
  };
  const onPhone = async (): Promise<PhoneText[]> => {
    const query = new URLSearchParams({ phone: CUSTOMER, contact: desk.credentials.phoneNumbers[0]! });
    const answer = await fetch(`${desk.url}/handset/api/messages?${query}&limit=200`);
    return ((await answer.json()) as { messages: PhoneText[] }).messages;
  };
  const gotOnPhone = async (body: string) => (await onPhone()).filter((one) => one.body === body).length;
  /** What programs send as JSON. */
  const postJson = async (path: string, body: unknown): Promise<{ sid: string }> => {
    const { accountSid, authToken } = desk.credentials;
    const answer = await fetch(`${desk.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}`,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { sid: string };
  };
  const box = () => page.getByRole('textbox', { name: /^(Message to|Note for)/ });
  const send = async (text: string) => {
    await box().fill(text);
    await box().press('Enter');
  };
  const message = (text: string) => log.getByRole('article').filter({ hasText: text });
  const openConversation = async (form: Record<string, string>) => {
    const { workers } = desk.credentials;
    const opened = await desk.api('POST', '/outbound/v1/Conversations', {
      From: desk.credentials.phoneNumbers[0]!,
      'Routing.WorkerSid': workers[0]!.sid,
      ...form,
    });
    await page
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await page.getByRole('link', { name: form['CustomerName']! }).click();
    return opened.conversation_sid as string;
  };

  beforeAll(async () => {
    desk = await startDesk();
    const { workspaceSid, workers, activities } = desk.credentials;
    await desk.api('POST', `/taskrouter/v1/Workspaces/${workspaceSid}/Workers/${workers[0]!.sid}`, {
      ActivitySid: activities['Available']!,
    });
    await desk.api('POST', '/desk/v1/CannedResponses', {
      Name: 'Greeting',
      Shortcut: 'hello',
      Body: 'Hello {{customer.name}}, this is {{agent.name}}. Your order {{task.order}} is here.',
    });
    await handset('phones', { address: CUSTOMER });
    page = await desk.signIn('anna');
    collectProblems(page, problems);
    log = page.getByRole('log', { name: 'Conversation' });
    threadSid = await openConversation({
      To: CUSTOMER,
      CustomerName: 'Jane Miller',
      Body: 'Your order is here',
    });
    await message('Your order is here').waitFor();
  });
  closeAfterwards(() => desk);

  it('carries words both ways, and shows how far each has come, why it failed, and sends it again', async () => {
    await says('Thank you, when can I come?');
    await message('Thank you, when can I come?').waitFor();

    await send('Any time before six. 👍');
    await message('Any time before six').locator('[data-state="delivered"]').waitFor();
    expect(await gotOnPhone('Any time before six. 👍')).toBe(1);
    expect(await message('Any time before six').textContent()).toMatch(/^You, /);
    expect(await message('Any time before six').getByRole('img', { name: 'Delivered' }).count()).toBe(1);

    await handset('behaviour', { address: CUSTOMER, behaviour: 'fail', errorCode: 30003 });
    await send('Are you there?');
    const failed = message('Are you there?').first();
    await failed.getByText(/The phone cannot be reached.*\(30003\)/).waitFor();
    await handset('behaviour', { address: CUSTOMER, behaviour: 'normal' });
    await failed.getByRole('button', { name: 'Send again' }).click();
    await message('Are you there?').nth(1).locator('[data-state="delivered"]').waitFor();

    await handset('behaviour', { address: CUSTOMER, behaviour: 'fail', errorCode: 30005 });
    await send('A number that is none');
    const gone = message('A number that is none');
    await gone.getByText(/does not exist.*\(30005\)/).waitFor();
    // What cannot work is not offered.
    expect(await gone.getByRole('button', { name: 'Send again' }).count()).toBe(0);
    await handset('behaviour', { address: CUSTOMER, behaviour: 'normal' });
  });

  it('keeps a draft over a reload, and what is sent around a restart arrives once', async () => {
    await box().fill('A thought not finished');
    await page.reload();
    await message('Thank you, when can I come?').waitFor();
    expect(await box().inputValue()).toBe('A thought not finished');
    await box().fill('');

    await send('Before the restart');
    await message('Before the restart').waitFor();
    const restarting = desk.restart();
    await send('While it restarts');
    await send('Right after it');
    await restarting;
    for (const text of ['Before the restart', 'While it restarts', 'Right after it']) {
      await message(text).locator('[data-state="delivered"]').waitFor({ timeout: 60_000 });
      expect(await message(text).count()).toBe(1);
      expect(await gotOnPhone(text), text).toBe(1);
    }
    const order = (await onPhone()).map(({ body }) => body);
    expect(order.indexOf('While it restarts')).toBeLessThan(order.indexOf('Right after it'));
    await says('Back again');
    await message('Back again').waitFor();
  });

  it('carries pictures and files both ways', async () => {
    await page.locator('input[type="file"]').setInputFiles([
      { name: 'red.png', mimeType: 'image/png', buffer: PICTURE },
      { name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('Terms') },
      { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ]);
    await page.getByText('nothing.txt is empty.').waitFor();
    const tray = page.getByRole('list', { name: 'Files to be sent' });
    expect(await tray.getByRole('listitem').count()).toBe(2);
    await tray.getByRole('button', { name: 'Remove terms.txt' }).click();
    await send('With a picture');
    await message('With a picture').getByRole('img', { name: 'Picture red.png' }).waitFor();
    await expect.poll(async () => (await onPhone()).at(-1)?.body, { timeout: 20_000 }).toBe('With a picture');

    await says('And mine', [await keptOnPhone('mine.png', 'image/png', PICTURE)]);
    const mine = message('And mine');
    await mine.getByRole('button', { name: /^Show .* larger$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('img').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes pasted pictures and files dropped anywhere on the conversation, and is not left for others', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = (withWords: boolean) =>
      page.evaluate(
        async ([picture, isFromDocument]) => {
          const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
          const words = (type: string) => new Blob(['<b>Cells</b>'], { type });
          const item = new ClipboardItem({
            'image/png': new Blob([bytes], { type: 'image/png' }),
            ...(isFromDocument ? { 'text/plain': words('text/plain'), 'text/html': words('text/html') } : {}),
          });
          await navigator.clipboard.write([item]);
        },
        [PICTURE.toString('base64'), withWords] as const,
      );
    const tray = page.getByRole('list', { name: 'Files to be sent' });
    await copy(true);
    await box().press('Control+V');
    await expect.poll(() => box().inputValue()).toBe('<b>Cells</b>');
    expect(await tray.count()).toBe(0);
    await copy(false);
    await box().fill('Pasted and dropped');
    await box().press('Control+V');
    await tray.getByText('image.png').waitFor();

    const folder = await mkdtemp(join(tmpdir(), 'parley-drop-'));
    const path = join(folder, 'dropped.txt');
    await writeFile(path, 'Dropped');
    await dropFile(page, log, path);
    await tray.getByText('dropped.txt').waitFor();
    // Beside the conversation nothing takes files; a browser left to itself would show them instead of the desk.
    await page.evaluate(() => {
      window.addEventListener('dragover', ({ defaultPrevented, dataTransfer }) =>
        Object.assign(window, { dragged: [defaultPrevented, dataTransfer?.dropEffect] }),
      );
    });
    await dropFile(page, page.getByRole('navigation', { name: 'Areas' }), path);
    expect(await page.evaluate(() => (window as { dragged?: unknown }).dragged)).toEqual([true, 'none']);
    await page.keyboard.press('Alt+n');
    await dropFile(page, log, path);
    await page.getByRole('alert').filter({ hasText: 'Notes carry no files.' }).waitFor();
    await page.keyboard.press('Alt+n');
    expect(await tray.getByRole('listitem').count()).toBe(2);

    await box().press('Enter');
    const sent = message('Pasted and dropped');
    await sent.getByRole('img', { name: 'Picture image.png' }).waitFor();
    await sent.getByRole('button', { name: 'Download dropped.txt' }).waitFor();
    await sent.locator('[data-state="delivered"]').waitFor();
    await rm(folder, { recursive: true });
  });

  it('plays sounds and films of the customer, and has them saved where no browser plays them', async () => {
    await says('Listen and look', [
      await keptOnPhone('voice.wav', 'audio/wav', makeSound()),
      await keptOnPhone('room.webm', 'video/webm', await makeFilm(page)),
      await keptOnPhone('old.amr', 'audio/amr', Buffer.from('#!AMR\nnothing')),
    ]);
    const media = message('Listen and look');
    expect(await play(media.getByLabel('voice.wav'))).toBeGreaterThan(0);
    expect(await play(media.getByLabel('room.webm'))).toBeGreaterThan(0);
    expect(
      await media.locator('video').evaluate((film: HTMLVideoElement) => film.videoWidth),
    ).toBeGreaterThan(0);
    await media.getByRole('button', { name: 'Download old.amr' }).waitFor();
    expect(await media.locator('audio').count()).toBe(1);
  });

  it('shows that the customer of a web chat writes, and the customer that the agent does', async () => {
    const visitor = await openWebChat(desk, desk.credentials.workers[0]!.sid, 'Nora Web');
    const seen: (string | null)[] = [];
    visitor.client.on('typingStarted', ({ identity }) => void seen.push(identity));
    await page
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Nora Web' }).click();
    const line = page.getByText('Nora Web is writing');
    await visitor.conversation.typing();
    await line.waitFor();
    await box().pressSequentially('Just a mom');
    await expect.poll(() => seen).toEqual(['anna']);
    await box().fill('');
    await visitor.conversation.sendMessage('Is anybody there?');
    await message('Is anybody there?').waitFor();
    await line.waitFor({ state: 'detached' });
    await visitor.client.shutdown();
    await page.getByRole('link', { name: 'Jane Miller' }).click();
    await message('Listen and look').waitFor();
  });

  it('fills canned responses in, asks for what is missing, and keeps notes from the customer', async () => {
    await box().pressSequentially('/hel');
    await page.getByRole('option', { name: /Greeting/ }).waitFor();
    await box().press('Enter');
    expect(await box().inputValue()).toBe(
      'Hello Jane Miller, this is Anna. Your order {{task.order}} is here.',
    );
    await box().press('Enter');
    await page.getByRole('alert').filter({ hasText: '{{task.order}}' }).waitFor();
    await page.keyboard.type('4711');
    await box().press('Enter');
    const filled = 'Hello Jane Miller, this is Anna. Your order 4711 is here.';
    await message(filled).locator('[data-state="delivered"]').waitFor();

    await page.keyboard.press('Alt+n');
    await send('She is a good customer');
    await message('She is a good customer').getByText('seen by colleagues only').waitFor();
    await page.keyboard.press('Alt+n');
    expect((await onPhone()).map(({ body }) => body)).not.toContain('She is a good customer');
    const { notes } = await desk.api('GET', `/desk/v1/ConversationNotes?ConversationSid=${threadSid}`);
    expect(notes).toMatchObject([{ kind: 'note', author: 'Anna', body: 'She is a good customer' }]);

    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('textbox', { name: 'Search emoji' }).fill('parcel');
    await page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('📦');
    await box().fill('a'.repeat(161));
    await page.getByText('145 / 2 parts').waitFor();
    await box().fill('');
  });

  it('quotes by keyboard, and is read out as author, time, words and state', async () => {
    await says('One more thing');
    await message('One more thing').waitFor();
    await page.locator('p[aria-live="polite"]').filter({ hasText: 'Jane Miller: One more thing' }).waitFor({
      state: 'attached',
    });
    const menu = message('One more thing').getByRole('button', { name: /^What to do with the message/ });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Quote in the answer' }).click();
    await expect.poll(() => box().inputValue()).toBe('> One more thing\n');
    await box().fill('');
    await expect
      .poll(async () => {
        const path = `/conversations/v1/Conversations/${threadSid}/Participants`;
        const { participants } = await desk.api('GET', path);
        return participants.find((one: { identity: string }) => one.identity === 'anna')
          ?.last_read_message_index;
      })
      .toBeGreaterThan(5);
  });

  it('hostile words do nothing but stand there', async () => {
    for (const text of HOSTILE) await says(text);
    await desk.api('POST', `/conversations/v1/Conversations/${threadSid}/Messages`, {
      Author: CUSTOMER,
      Body: `${'x'.repeat(10_000)} <b>end</b>`,
    });
    await message('<b>end</b>').waitFor();
    expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
    const found = await log.evaluate((element) => ({
      alien: element.querySelectorAll('script, iframe, svg[onload], [onerror], [onfocus], [onmouseover]')
        .length,
      links: [...element.querySelectorAll('a')].map(({ protocol, rel }) => `${protocol} ${rel}`),
      wide: element.scrollWidth > element.clientWidth,
    }));
    expect(found.alien).toBe(0);
    expect(found.links.filter((link) => !/^(https?|mailto|tel): noopener/.test(link))).toEqual([]);
    expect(found.wide).toBe(false);
  });

  it('where free words may not be sent there is a template', async () => {
    const { sid } = await postJson('/content/v1/Content', {
      friendly_name: 'pick_up',
      language: 'en',
      variables: { 1: 'Jane' },
      types: { 'twilio/text': { body: 'Dear {{1}}, please come by.' } },
    });
    const approval = `/content/v1/Content/${sid}/ApprovalRequests/whatsapp`;
    await postJson(approval, { name: 'pick_up', category: 'UTILITY' });
    await postJson(`${approval}/Status`, { status: 'approved' });
    await handset('phones', { address: `whatsapp:${WITHOUT_WINDOW}` });
    await openConversation({
      To: `whatsapp:${WITHOUT_WINDOW}`,
      From: `whatsapp:${desk.credentials.phoneNumbers[0]}`,
      CustomerName: 'Wim Zonder',
      ContentSid: sid,
      ContentVariables: JSON.stringify({ 1: 'Wim' }),
    });
    await page.getByRole('button', { name: 'Choose a template' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /pick_up.*Approved/s }).click();
    await dialog.getByRole('button', { name: 'Send template' }).click();
    await dialog.getByText('Fill in every value first.').waitFor();
    await dialog.getByLabel('Value of {{1}}').fill('Mr Zonder');
    await dialog.getByText('Dear Mr Zonder, please come by.').waitFor();
    await dialog.getByRole('button', { name: 'Send template' }).click();
    await message('Dear Mr Zonder, please come by.').locator('[data-state="delivered"]').waitFor();

    await handset('messages', {
      phone: `whatsapp:${WITHOUT_WINDOW}`,
      contact: `whatsapp:${desk.credentials.phoneNumbers[0]}`,
      body: 'I will',
    });
    await page.getByRole('timer').filter({ hasText: 'You can write freely for 2' }).waitFor();
    await send('See you then');
    await message('See you then').locator('[data-state="delivered"]').waitFor();
  });

  it('is in order for axe in both themes and on a phone, and nothing went wrong', async () => {
    await page.getByRole('link', { name: 'Jane Miller' }).click();
    await message('<b>end</b>').waitFor();
    await expectUsable(page);
    await page.setViewportSize({ width: 390, height: 780 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectUsable(page);
    expect(problems).toEqual([]);
  });
});
