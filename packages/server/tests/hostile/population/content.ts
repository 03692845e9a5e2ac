// Content: a template that was handed in for approval, and one that was not.
import type { Population } from '../population.ts';

const TEMPLATES = '/content/v1/Content';

async function makeWithJson(population: Population, path: string, body: Record<string, unknown>) {
  const answer = await population.wire.send(population.account, {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`POST ${path} is answered ${answer.status} ${answer.text}`);
  return answer.json;
}

export async function makeContent(population: Population): Promise<void> {
  const template = {
    friendly_name: population.text('a template'),
    language: 'en',
    variables: { 1: population.text('a sample') },
    types: { 'twilio/text': { body: `${population.text('a greeting')} {{1}}` } },
  };
  const { sid } = await makeWithJson(population, TEMPLATES, template);
  population.remember('HX', TEMPLATES, sid);
  // Objects stand as JSON texts in forms.
  const form = { language: 'en', types: JSON.stringify(template.types) };
  population.forms.set(TEMPLATES, form);
  population.forms.set(`${TEMPLATES}/{}`, form);
  population.forms.set(`${TEMPLATES}/{}/ApprovalRequests/whatsapp`, { name: 'hello', category: 'UTILITY' });
  const submitted = await makeWithJson(population, TEMPLATES, template);
  population.names.set('HX2', submitted.sid);
  const requests = `${TEMPLATES}/${submitted.sid}/ApprovalRequests/whatsapp`;
  await makeWithJson(population, requests, { name: 'greeting', category: 'UTILITY' });
  await makeWithJson(population, `${requests}/Status`, { status: 'pending' });
}
