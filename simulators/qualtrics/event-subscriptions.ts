import type { Request } from 'express';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { jsonBody } from '../kit/simulator.js';
import { badRequest, parameter, parseOrRefuse, subscriptionNotFound } from './envelope.js';
import { page } from './paging.js';
import { newId, type QualtricsState, type ResponseRecord, type Subscription } from './state.js';

const DELIVERY_TIMEOUT_MS = 5_000;

const subscriptionRequest = z.strictObject({
  publicationUrl: z.url(),
  topics: z.string().min(1),
  encrypt: z.boolean().default(false),
  sharedKey: z.string().min(1).optional(),
});

/** `POST /eventsubscriptions`: the same twice makes two, and everything is delivered twice (vendor sheet section 8). */
export function subscribe(state: QualtricsState, request: Request) {
  const { publicationUrl, topics, encrypt, sharedKey } = parseOrRefuse(subscriptionRequest, jsonBody(request));
  if (encrypt) throw badRequest('This simulator does not encrypt.');
  const id = newId('SUB');
  state.subscriptions.set(id, { id, topics, publicationUrl, sharedKey, successfulCalls: 0 });
  return { id };
}

export const listSubscriptions = (state: QualtricsState, request: Request) =>
  page(
    state,
    request,
    [...state.subscriptions.values()].map((one) => describe(state, one)),
  );

export const readSubscription = (state: QualtricsState, request: Request) => describe(state, subscriptionOf(state, request));

export function unsubscribe(state: QualtricsState, request: Request): undefined {
  state.subscriptions.delete(subscriptionOf(state, request).id);
  return undefined;
}

/** Tells every subscriber of the survey that a response has come in, once each: the vendor's repetitions are not published. */
export async function publishResponse(state: QualtricsState, surveyId: string, { responseId, values }: ResponseRecord) {
  const isComplete = values['finished'] === 1;
  const topic = `surveyengine.${isComplete ? 'completedResponse' : 'partialResponse'}.${surveyId}`;
  const event = {
    Status: isComplete ? 'Complete' : 'Partial',
    SurveyID: surveyId,
    ResponseID: responseId,
    CompletedDate: String(values['recordedDate']).slice(0, 19).replace('T', ' '),
    BrandID: state.brandId,
  };
  const interested = [...state.subscriptions.values()].filter(({ topics }) => covers(topics, topic));
  return Promise.all(interested.map((one) => deliver(one, `${state.brandId}.${topic}`, event)));
}

/** With a shared key the event travels as signed text, otherwise as plain fields. */
export function formOf(topic: string, event: Readonly<Record<string, string>>, sharedKey: string | undefined): URLSearchParams {
  if (sharedKey === undefined) return new URLSearchParams({ Topic: topic, ...event });
  const message = JSON.stringify(event);
  return new URLSearchParams({ Topic: topic, HMAC: createHmac('sha512', sharedKey).update(message).digest('hex'), MSG: message });
}

/** The shared key is never returned. */
const describe = ({ brandId }: QualtricsState, { id, topics, publicationUrl, successfulCalls }: Subscription) => ({
  id,
  scope: brandId,
  topics,
  publicationUrl,
  encrypted: false,
  successfulCalls,
});

function subscriptionOf(state: QualtricsState, request: Request): Subscription {
  const subscription = state.subscriptions.get(parameter(request, 'subscriptionId'));
  if (subscription === undefined) throw subscriptionNotFound();
  return subscription;
}

/** `*` covers everything, a last part `*` every survey. */
const covers = (subscribed: string, topic: string): boolean =>
  subscribed === '*' || subscribed === topic || (subscribed.endsWith('.*') && topic.startsWith(subscribed.slice(0, -1)));

async function deliver(subscription: Subscription, topic: string, event: Readonly<Record<string, string>>) {
  const status = await statusOfPosting(subscription.publicationUrl, formOf(topic, event, subscription.sharedKey));
  if (status === 200) subscription.successfulCalls += 1;
  return { subscriptionId: subscription.id, status };
}

/** @returns null when nobody answered. */
async function statusOfPosting(url: string, body: URLSearchParams): Promise<number | null> {
  try {
    const answer = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS) });
    return answer.status;
  } catch {
    return null; // the caller reports it; a subscriber that is away is not our failure
  }
}
