import { percent } from './figures';

/** @param of 0 to 1 */
export const Confidence = ({ of }: { readonly of: number }) => (
  <span className="confidence">
    <svg viewBox="0 0 40 6" aria-hidden="true">
      <rect className="track" width="40" height="6" rx="3" />
      <rect className="filled" width={40 * of} height="6" rx="3" />
    </svg>
    {percent(of)} sure
  </span>
);
