package dev.crossdock.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Bars as an SVG picture: one row for each value, with its spread, and lines at the values that matter. */
final class Chart {
    private static final int WIDTH = 760;
    private static final int LEFT = 300;
    private static final int RIGHT = 90;
    private static final int ROW = 26;
    private static final int TOP = 46;
    private static final int BAR = 14;

    private Chart() {}

    /**
     * One bar.
     *
     * @param good whether its value is where it ought to be
     */
    record Bar(String label, Spread value, boolean good) {}

    /** A line across, at a value with a name. */
    record Mark(String label, double value) {}

    /** A picture of the bars, in their order. */
    static String svg(String title, List<Bar> bars, List<Mark> marks) {
        double most = Math.max(
                bars.stream().mapToDouble(bar -> bar.value().max()).max().orElse(1),
                marks.stream().mapToDouble(Mark::value).max().orElse(1));
        int height = TOP + ROW * bars.size() + 24;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n",
                WIDTH, height));
        svg.append(String.format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, height));
        text(svg, 10, 20, "start", 15, title);
        for (Mark mark : marks) {
            double x = x(mark.value(), most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#888\" stroke-dasharray=\"3 3\"/>%n",
                    x,
                    x,
                    TOP - 8,
                    height - 22));
            text(svg, x, height - 8, "middle", 11, mark.label());
        }
        for (int i = 0; i < bars.size(); i++) {
            row(svg, bars.get(i), TOP + ROW * i, most);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Bar bar, int y, double most) {
        double end = x(bar.value().median(), most);
        text(svg, LEFT - 8.0, y + BAR - 2.0, "end", 12, bar.label());
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y,
                end - LEFT,
                BAR,
                bar.good() ? "#3a7ca5" : "#c8553d"));
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#222\" stroke-width=\"1.5\"/>%n",
                x(bar.value().min(), most),
                x(bar.value().max(), most),
                y + BAR / 2,
                y + BAR / 2));
        text(
                svg,
                x(bar.value().max(), most) + 6,
                y + BAR - 2.0,
                "start",
                12,
                String.format(Locale.ROOT, "%.2f", bar.value().median()));
    }

    private static double x(double value, double most) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, int size, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
                x,
                y,
                anchor,
                size,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
