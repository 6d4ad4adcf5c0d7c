package org.unshatter.report;

import java.util.stream.Collectors;

/** The style sheet of the report: light and dark, wide and narrow, screen and paper. */
final class HtmlStyle {
    private static final String RULES = """
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
            body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 FONT; overflow-wrap: anywhere; }
            header, nav, main, footer { max-width: 1256px; margin: 0 auto; padding: 0 20px; }
            header { padding-top: 36px; padding-bottom: 8px; }
            header p, figcaption, .caption { max-width: 78ch; }
            h1 { font-size: 30px; line-height: 1.2; margin: 0 0 14px; letter-spacing: -0.01em; }
            h2 { font-size: 19px; line-height: 1.3; margin: 0 0 12px; }
            p { margin: 0 0 12px; }
            a { color: var(--link); }
            nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 0 0 8px; padding: 0; font-size: 15px; }
            section { background: var(--ground); border: 1px solid var(--grid); border-radius: 10px; padding: 20px 24px; margin: 20px 0; }
            section > :last-child { margin-bottom: 0; }
            figure { margin: 0; }
            figcaption, .caption { color: var(--muted); font-size: 15px; margin: 12px 0 0; }
            .caption { margin: 0 0 12px; }
            .scroll { overflow-x: auto; }
            .us-svg { display: block; height: auto; max-width: 100%; margin: 0 auto; }
            .narrow { display: none; }
            .store { position: absolute; width: 0; height: 0; }
            table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
            th, td { padding: 5px 14px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--grid); }
            th:first-child { position: sticky; left: 0; background: var(--ground); padding-left: 4px; }
            thead th { border-bottom: 2px solid var(--axis); font-weight: 600; vertical-align: bottom; }
            tbody th { font-weight: 400; }
            .number { text-align: right; white-space: nowrap; }
            dl { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: 5px 20px; margin: 0; font-size: 15px; }
            dt { color: var(--muted); }
            dd { margin: 0; }
            footer { color: var(--muted); font-size: 14px; padding-bottom: 36px; }
            """;

    private static final String VARIANTS = """
            @media (max-width: 640px) {
            header, nav, main, footer { padding-left: 10px; padding-right: 10px; }
            header { padding-top: 20px; }
            h1 { font-size: 24px; }
            section { padding: 14px 8px; border-radius: 8px; margin: 12px 0; }
            .wide { display: none; }
            .narrow { display: block; }
            .narrow .us-svg { width: 100% !important; max-width: 460px; }
            th, td { padding: 5px 9px; }
            th:first-child { max-width: 45vw; overflow-wrap: anywhere; }
            dl { grid-template-columns: 1fr; gap: 0; }
            dd { margin-bottom: 8px; }
            }
            @media print {
            @page { margin: 14mm; }
            body { background: none; font-size: 11pt; }
            header, nav, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
            nav { display: none; }
            section { border: 0; padding: 0; margin: 0 0 24px; }
            h2 { break-after: avoid; }
            figure, tr { break-inside: avoid; }
            .scroll { overflow: visible; }
            .wide { display: block; }
            .narrow { display: none; }
            .us-svg { min-width: 0 !important; }
            table { font-size: 9pt; }
            th, td { padding: 3px 7px; min-width: 0 !important; }
            thead { display: table-header-group; }
            th:first-child { position: static; }
            }
            """;

    private HtmlStyle() {}

    static String css() {
        return ":root { color-scheme: light dark; " + properties(false) + " }\n"
                + "@media screen and (prefers-color-scheme: dark) { :root { " + properties(true) + " } }\n"
                + RULES.replace("FONT", SvgStyle.FONT) + SvgStyle.css() + VARIANTS;
    }

    private static String properties(boolean dark) {
        return Palette.ROLES.stream().map(r -> "--" + r.name() + ": " + (dark ? r.dark() : r.light()) + ";")
                .collect(Collectors.joining(" "));
    }
}
