package dev.jeton.templates.internal.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats with a given precision: Python's {@code e}, {@code f}, {@code g} and {@code %}. */
final class FloatFormat {
    private FloatFormat() {}

    /**
     * The digits of the absolute value.
     *
     * @param type one of e E f F g G %
     * @param keepZeros {@code #}: keep the point and trailing zeros
     * @param pointZero whether {@code g} writes at least one digit behind a point
     */
    static String format(
            double value, char type, int precision, boolean keepZeros, boolean pointZero) {
        double magnitude = Math.abs(value);
        if (Double.isNaN(magnitude) || Double.isInfinite(magnitude)) {
            String word = Double.isNaN(magnitude) ? "nan" : "inf";
            boolean upper = Character.isUpperCase(type);
            return (upper ? PyChars.upper(word) : word) + (type == '%' ? "%" : "");
        }
        return switch (Character.toLowerCase(type)) {
            case 'f' -> fixed(new BigDecimal(magnitude), precision, keepZeros);
            case '%' -> fixed(new BigDecimal(magnitude * 100), precision, keepZeros) + "%";
            case 'e' -> exponent(new BigDecimal(magnitude), precision, keepZeros, type);
            default -> general(magnitude, type, Math.max(precision, 1), keepZeros, pointZero);
        };
    }

    private static String fixed(BigDecimal value, int precision, boolean keepPoint) {
        String text = value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return precision == 0 && keepPoint ? text + "." : text;
    }

    private static String exponent(BigDecimal value, int precision, boolean keepPoint, char e) {
        BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = value.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
        StringBuilder padded = new StringBuilder(digits);
        while (padded.length() < precision + 1) {
            padded.append('0');
        }
        padded.setLength(precision + 1);
        if (precision > 0 || keepPoint) {
            padded.insert(1, '.');
        }
        return padded.append(e)
                .append(exponent < 0 ? '-' : '+')
                .append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent))
                .toString();
    }

    private static String general(
            double value, char type, int precision, boolean keepZeros, boolean pointZero) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        char e = Character.isUpperCase(type) ? 'E' : 'e';
        if (exponent < -4 || exponent >= precision - (pointZero ? 1 : 0)) {
            String text = exponent(exact, precision - 1, keepZeros, e);
            if (keepZeros) {
                return text;
            }
            int at = text.indexOf(e);
            return stripZeros(text.substring(0, at)) + text.substring(at);
        }
        String text = fixed(exact, Math.max(0, precision - 1 - exponent), keepZeros);
        if (!keepZeros) {
            text = stripZeros(text);
        }
        return pointZero && text.indexOf('.') < 0 ? text + ".0" : text;
    }

    private static String stripZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
