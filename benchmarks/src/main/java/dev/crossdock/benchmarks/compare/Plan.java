package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.subject.Work;
import java.util.ArrayList;
import java.util.List;

/** Which kinds of work are compared, and for how long. */
enum Plan {
    /** Everything: sizes, consumers, order, and the library's default prefetch. */
    FULL {
        @Override
        List<Cell> cells(int bodyBytes) {
            List<Cell> cells = new ArrayList<>();
            int prefetch = Math.min(Work.PREFETCH, MOST_BYTES / bodyBytes);
            for (int consumers : new int[] {1, 8}) {
                cells.add(new Cell(bodyBytes, false, false, consumers, prefetch));
                if (bodyBytes == KIBIBYTE) {
                    // The same messages without order, to see what order costs.
                    cells.add(new Cell(bodyBytes, true, false, consumers, prefetch));
                }
                cells.add(new Cell(bodyBytes, true, true, consumers, prefetch));
            }
            if (bodyBytes == KIBIBYTE) {
                cells.add(new Cell(bodyBytes, false, false, 1, Cell.DEFAULT_PREFETCH));
                cells.add(new Cell(bodyBytes, true, true, 1, Cell.DEFAULT_PREFETCH));
            }
            return cells;
        }

        @Override
        boolean peersDo(Cell cell) {
            return PEERS.cells(KIBIBYTE).contains(cell);
        }
    },
    /** What peers can do too: no order. */
    PEERS {
        @Override
        List<Cell> cells(int bodyBytes) {
            return List.of(
                    new Cell(bodyBytes, false, false, 1, Work.PREFETCH),
                    new Cell(bodyBytes, false, false, 8, Work.PREFETCH));
        }
    },
    /** Throughput alone, in a few minutes. */
    QUICK {
        @Override
        List<Cell> cells(int bodyBytes) {
            // Of the same messages, so that one can see what order costs.
            return List.of(
                    new Cell(bodyBytes, true, false, 1, Work.PREFETCH),
                    new Cell(bodyBytes, true, true, 1, Work.PREFETCH));
        }
    };

    private static final int KIBIBYTE = 1_024;

    /** What may be with a consumer: nobody has hundreds of large messages in hand. */
    private static final int MOST_BYTES = 4 << 20;

    Effort effort() {
        return this == QUICK ? Effort.QUICK : Effort.FULL;
    }

    /** The kinds of work with bodies of that size. */
    abstract List<Cell> cells(int bodyBytes);

    /** Whether peers have their turns too, if there are any. */
    boolean peersDo(Cell cell) {
        return true;
    }
}
