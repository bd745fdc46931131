import { grouped } from '../pictures/figures';

/** How much of a list is shown, and the rest of it; nothing where all of it is. */
export const ShowMore = ({
  shown,
  of,
  hasMore,
  more,
}: {
  readonly shown: number;
  readonly of: number;
  readonly hasMore: boolean;
  readonly more: () => void;
}) =>
  hasMore && (
    <p className="show-more">
      <span>
        {grouped(shown)} of {grouped(Math.max(of, shown))} shown
      </span>
      <button type="button" onClick={more}>
        Show more
      </button>
    </p>
  );
