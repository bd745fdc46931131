import { fileRow } from '../../connectors/files/streams/rows.js';
import { action } from '../canonical/context.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';
import type { ActionsMap, CompensationMap, CriteriaMap, GuidelinesMap, ManagerNotesMap, MetricsMap } from './context-maps.js';
import { dayOf, maybeDay, maybeNumber, maybePerson, maybeText, money, number, person, text, wordOf } from './read-cell.js';

const fromRows = { connector: 'files', stream: 'rows', version: 1, raw: fileRow } as const;

export const rowToMetric = ({ columns }: MetricsMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'metric',
    fields: {
      name: text(columns.name),
      group: maybeText(columns.group),
      measuredOn: dayOf(columns.measuredOn),
      value: number(columns.value),
      unit: maybeText(columns.unit),
    },
  });

export const rowToCriterion = ({ columns }: CriteriaMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'criterion',
    fields: { level: text(columns.level), name: text(columns.name), description: text(columns.description) },
  });

export const rowToGuideline = ({ columns }: GuidelinesMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'guideline',
    fields: { cycleKey: maybeText(columns.cycleKey), title: text(columns.title), text: text(columns.text) },
  });

export const rowToManagerNote = ({ columns }: ManagerNotesMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'manager-note',
    fields: {
      author: person(columns.author),
      about: maybePerson(columns.about),
      notedOn: dayOf(columns.notedOn),
      text: text(columns.text),
    },
  });

export const rowToAction = ({ columns }: ActionsMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'action',
    fields: {
      title: text(columns.title),
      owner: maybePerson(columns.owner),
      dueOn: maybeDay(columns.dueOn),
      status: wordOf(columns.status, action.shape.status.options),
      theme: maybeText(columns.theme),
    },
  });

export const rowToCompensation = ({ columns }: CompensationMap): Mapping =>
  defineMapping({
    ...fromRows,
    kind: 'compensation',
    fields: {
      person: person(columns.person),
      effectiveOn: dayOf(columns.effectiveOn),
      base: money(columns.base),
      bandPosition: maybeNumber(columns.bandPosition),
    },
  });
