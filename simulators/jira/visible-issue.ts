import type { Request, Response } from 'express';
import type { Issue } from './issue.js';
import { isAuthenticated, pathParameter } from './request.js';
import type { JiraSite } from './site.js';

/** @throws Refusal 404 unless the caller may see the issue named in the path. */
export const visibleIssue = (site: JiraSite, request: Request, response: Response): Issue =>
  site.visible(pathParameter(request, 'idOrKey'), isAuthenticated(response));
