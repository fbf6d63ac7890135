package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.ffi.DeviceInfo;
import java.util.List;
import java.util.Locale;

/** Finds the device that stands after {@code cuda:}. */
final class DeviceChoice {
    private DeviceChoice() {}

    /**
     * The device of a number, of a UUID or its beginning, or the first one that can run the kernels
     * for an empty text.
     */
    static DeviceInfo find(List<DeviceInfo> devices, String text) {
        if (text.isEmpty()) {
            return devices.stream()
                    .filter(device -> device.capability() >= Kernels.LOWEST)
                    .findFirst()
                    .orElseThrow(() -> new GenerateException(tooOld(devices.get(0))));
        }
        List<DeviceInfo> found = devices.stream().filter(device -> names(text, device)).toList();
        if (found.size() != 1) {
            throw new GenerateException(
                    "device cuda:"
                            + text
                            + ": "
                            + (found.isEmpty() ? "there is none" : "several are meant")
                            + ". Devices: "
                            + String.join("; ", devices.stream().map(DeviceChoice::line).toList())
                            + ".");
        }
        if (found.get(0).capability() < Kernels.LOWEST) {
            throw new GenerateException(tooOld(found.get(0)));
        }
        return found.get(0);
    }

    private static boolean names(String text, DeviceInfo device) {
        return text.equals(Integer.toString(device.ordinal()))
                || (text.startsWith("GPU-")
                        && device.uuid()
                                .startsWith(text.toLowerCase(Locale.ROOT).replace("gpu", "GPU")));
    }

    /** A device as the commands print it. */
    static String line(DeviceInfo device) {
        return "cuda:" + device.ordinal() + " " + device.describe();
    }

    static String tooOld(DeviceInfo device) {
        return device.name()
                + " has compute capability "
                + device.major()
                + "."
                + device.minor()
                + ", expected 8.0 or newer.";
    }
}
