package dev.jeton.templates.internal.run;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** {@code datetime.strftime} in the C locale. The time has no zone, so {@code %z} is empty. */
final class Strftime {
    private Strftime() {}

    static String format(ZonedDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 >= format.length()) {
                out.append(c);
                continue;
            }
            char directive = format.charAt(++i);
            boolean unpadded = directive == '-' && i + 1 < format.length();
            if (unpadded) {
                directive = format.charAt(++i);
            }
            String text = directive(time, directive);
            if (unpadded) {
                text = text.replaceFirst("^0+(?=.)", "");
            }
            out.append(text);
        }
        return out.toString();
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    private static String directive(ZonedDateTime t, char directive) {
        int hour12 = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
        int weekday = t.getDayOfWeek().getValue() % 7;
        switch (directive) {
            case 'a':
                return t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'A':
                return t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case 'b', 'h':
                return t.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'B':
                return t.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case 'c':
                return format(t, "%a %b %e %H:%M:%S %Y");
            case 'C':
                return two(t.getYear() / 100);
            case 'd':
                return two(t.getDayOfMonth());
            case 'D', 'x':
                return format(t, "%m/%d/%y");
            case 'e':
                return (t.getDayOfMonth() < 10 ? " " : "") + t.getDayOfMonth();
            case 'f':
                return String.format("%06d", t.getNano() / 1000);
            case 'F':
                return format(t, "%Y-%m-%d");
            case 'g':
                return two(t.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'G':
                return Integer.toString(t.get(IsoFields.WEEK_BASED_YEAR));
            case 'H':
                return two(t.getHour());
            case 'I':
                return two(hour12);
            case 'j':
                return String.format("%03d", t.getDayOfYear());
            case 'k':
                return (t.getHour() < 10 ? " " : "") + t.getHour();
            case 'l':
                return (hour12 < 10 ? " " : "") + hour12;
            case 'm':
                return two(t.getMonthValue());
            case 'M':
                return two(t.getMinute());
            case 'n':
                return "\n";
            case 'p':
                return t.getHour() < 12 ? "AM" : "PM";
            case 'P':
                return t.getHour() < 12 ? "am" : "pm";
            case 'r':
                return format(t, "%I:%M:%S %p");
            case 'R':
                return format(t, "%H:%M");
            case 's':
                return Long.toString(t.toEpochSecond());
            case 'S':
                return two(t.getSecond());
            case 't':
                return "\t";
            case 'T', 'X':
                return format(t, "%H:%M:%S");
            case 'u':
                return Integer.toString(t.getDayOfWeek().getValue());
            case 'U':
                return two((t.getDayOfYear() + 6 - weekday) / 7);
            case 'V':
                return two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'w':
                return Integer.toString(weekday);
            case 'W':
                return two((t.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'y':
                return two(Math.floorMod(t.getYear(), 100));
            case 'Y':
                return Integer.toString(t.getYear());
            case 'z', 'Z':
                return "";
            case '%':
                return "%";
            default:
                return "%" + directive;
        }
    }
}
