import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aDataCentre, aResponse, bodyOf, type DataCentre, SURVEY_ID } from './a-data-centre.js';
import { formOf } from './event-subscriptions.js';

let centre: DataCentre;
let subscriber: Server;
let heard: URLSearchParams[];
let publicationUrl: string;

beforeEach(async () => {
  centre = await aDataCentre();
  heard = [];
  subscriber = createServer(async (request, response) => {
    heard.push(new URLSearchParams(Buffer.concat(await request.toArray()).toString('utf8')));
    response.end();
  });
  await new Promise<void>((listening) => subscriber.listen(0, '127.0.0.1', listening));
  publicationUrl = `http://127.0.0.1:${(subscriber.address() as AddressInfo).port}/events`; // an object, as it listens on a port
});
afterEach(async () => {
  await centre.simulator.close();
  subscriber.closeAllConnections();
  await new Promise((closed) => subscriber.close(closed));
});

const topics = `surveyengine.completedResponse.${SURVEY_ID}`;
const subscribe = async (body: object = {}) =>
  (await bodyOf(await centre.call('POST', '/eventsubscriptions', { publicationUrl, topics, ...body }))).result;
const respond = () => centre.control('add-response', { surveyId: SURVEY_ID, response: aResponse('R_3', '2025-03-04T09:15:00.412Z') });

describe('event subscriptions', () => {
  test('are made, listed without their key, and removed', async () => {
    const { call, result } = centre;
    const { id } = await subscribe({ sharedKey: 'hub-shared-key-01' });

    const { elements } = await result('/eventsubscriptions');
    await call('DELETE', `/eventsubscriptions/${id}`);

    expect(elements).toEqual([{ id, scope: 'acmehr', topics, publicationUrl, encrypted: false, successfulCalls: 0 }]);
    expect((await call('GET', `/eventsubscriptions/${id}`)).status).toBe(404);
  });

  test('deliver plain fields where there is no shared key', async () => {
    const { id } = await subscribe();

    await respond();

    expect(heard.map((form) => Object.fromEntries(form))).toEqual([
      {
        Topic: `acmehr.${topics}`,
        Status: 'Complete',
        SurveyID: SURVEY_ID,
        ResponseID: 'R_3',
        CompletedDate: '2025-03-04 09:15:00',
        BrandID: 'acmehr',
      },
    ]);
    expect((await centre.result(`/eventsubscriptions/${id}`)).successfulCalls).toBe(1);
  });

  test('deliver twice what is subscribed twice, signed over the message as sent', async () => {
    await subscribe({ sharedKey: 'hub-shared-key-01' });
    await subscribe({ sharedKey: 'hub-shared-key-01' });

    await respond();

    expect(heard).toHaveLength(2);
    for (const form of heard) {
      const signature = createHmac('sha512', 'hub-shared-key-01')
        .update(form.get('MSG') ?? '')
        .digest('hex');
      expect(form.get('HMAC')).toBe(signature);
    }
  });

  test('do not deliver to other topics, and report a subscriber that is away', async () => {
    await subscribe({ topics: 'surveyengine.partialResponse.*' });
    const { id } = await subscribe({ publicationUrl: 'http://127.0.0.1:1/events' });

    const { deliveries } = await respond();

    expect(heard).toEqual([]);
    expect(deliveries).toEqual([{ subscriptionId: id, status: null }]);
  });

  test('sign the test vector of the vendor sheet', () => {
    const event = {
      Status: 'Complete',
      SurveyID: 'SV_0aBcDeFgHiJkLmN',
      ResponseID: 'R_1xYzAbCdEfGhIjK',
      CompletedDate: '2025-03-04 09:15:00',
      BrandID: 'acmehr',
    };

    const form = formOf('acmehr.topic', event, 'hub-shared-key-01');

    expect(form.get('HMAC')).toBe(
      '2a8b8ba4cb5750ab7d3f1dc0bbed3774f22e8284eea56cf219e3a0cb2017b9e637f58292ad6e3a87cf676e91977892a0309a7a5d61658da58491864e812c0cdd',
    );
  });
});
