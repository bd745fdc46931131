import { BadRequestException, ConflictException, InternalServerErrorException } from '@nestjs/common';
import { expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import { DatabaseAway } from '../database/database-away.js';
import { failure } from './run-command.js';

test.each([
  ['what was asked wrongly', new AskedWronglyError('there is no hr'), 2, 'there is no hr'],
  ['what does not fit', new BadRequestException('score: a number'), 2, 'score: a number'],
  ['what somebody else was faster with', new ConflictException('decided already'), 2, 'decided already'],
  ['what failed', new FatalError('the key is refused'), 1, 'the key is refused'],
  ['what the machine refuses', new Error('the disk is full'), 1, 'the disk is full'],
  ['what failed inside', new InternalServerErrorException('no'), 1, 'no'],
  ['what commander has said already', new CommanderError(1, 'commander.unknownOption', 'error: unknown'), 2, undefined],
  ['a request for help', new CommanderError(0, 'commander.help', '(outputHelp)'), 0, undefined],
])('%s has its exit code and its words', (_what, cause, code, words) => {
  expect(failure(cause)).toEqual(words === undefined ? { code } : { code, words });
});

test('a database that went away is no defect, and what to do is said', () => {
  const { code, words } = failure(new DatabaseAway(new Error('Connection terminated unexpectedly')));

  expect(code).toBe(1);
  expect(words).toMatch(/^the database is away: Connection terminated unexpectedly\. .*the same command once more/);
});

test('a defect is one line that says how to see more', () => {
  const { code, words } = failure(new TypeError('x is\nnot a function'));

  expect([code, words]).toEqual([
    1,
    'this is a fault of the hub: TypeError: x is not a function. With LOG_LEVEL=debug it says where it arose',
  ]);
});
