import { z } from 'zod';
import { qualtrics } from '../../connectors/qualtrics/source.js';
import type { Mapping } from '../kit/mapping.js';
import { responseToComment } from './response-to-comment.js';
import { responseToResponse } from './response-to-response.js';
import { surveyToSurvey } from './survey-to-survey.js';

const decisive = z.object({ participantIs: qualtrics.source.config.shape.participantIs }).prefault({});

/** @param config of the connection, or undefined for what its defaults would give. */
export function qualtricsMappings(config: unknown): readonly Mapping[] {
  const { participantIs } = decisive.parse(config);
  return [surveyToSurvey, responseToResponse(participantIs), responseToComment];
}
