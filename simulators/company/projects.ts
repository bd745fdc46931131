import { innerProjects } from './inner-projects.js';
import { productProjects } from './product-projects.js';

/** What the company builds, in enough detail to write readable issues about it. */
export interface Project {
  readonly key: string;
  readonly name: string;
  readonly teams: readonly string[];
  /** Parts of the product, singular, without an article. */
  readonly parts: readonly string[];
  /** What a story lets somebody do. */
  readonly abilities: readonly string[];
  /** Things people remember afterwards, one epic each. */
  readonly milestones: readonly string[];
}

export const projects: readonly Project[] = [...productProjects, ...innerProjects];
