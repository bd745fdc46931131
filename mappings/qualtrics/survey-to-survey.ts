import { isAnonymous } from '../../connectors/qualtrics/anonymity.js';
import { surveyRecord } from '../../connectors/qualtrics/streams/surveys.js';
import { defineMapping } from '../kit/mapping.js';
import { itemsOf, openQuestionsOf } from './survey-items.js';

/** Instants of the vendor are UTC, and so are the days made of them. */
const dayOf = (instant: string | null | undefined) => instant?.slice(0, 10) ?? null;

export const surveyToSurvey = defineMapping({
  connector: 'qualtrics',
  stream: 'surveys',
  kind: 'survey',
  version: 1,
  raw: surveyRecord,
  fields: {
    key: { from: ['survey'], make: ({ survey }) => survey.id },
    label: { from: ['survey'], make: ({ survey }) => survey.name.trim() || survey.id },
    opensOn: { from: ['survey'], make: ({ survey }) => dayOf(survey.expiration?.startDate ?? survey.creationDate) },
    closesOn: { from: ['survey'], make: ({ survey }) => dayOf(survey.expiration?.endDate) },
    items: { from: ['survey'], make: ({ survey }) => Object.entries(survey.questions).flatMap(([id, question]) => itemsOf(id, question)) },
    openQuestions: {
      from: ['survey'],
      make: ({ survey }) => Object.entries(survey.questions).flatMap(([id, question]) => openQuestionsOf(id, question)),
    },
    fields: { from: ['survey'], make: ({ survey }) => [...new Set((survey.embeddedData ?? []).map(({ name }) => name))] },
    smallestGroup: { from: [], make: () => null }, // thresholds act in the vendor's dashboards and are not in its interface
    anonymous: { from: ['definition'], make: ({ definition }) => isAnonymous(definition) },
  },
});
