package io.gemba.agent.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a line may stand, as people choose it.
 *
 * @param id what is written down, of [a-z0-9-]
 * @param names what people read, by language tag (en, zh-Hant, zh-Hans)
 */
public record Reason(String id, Map<String, String> names) {
  /** What applies where a configuration has no catalogue of its own. */
  public static final List<Reason> BUILT_IN =
      List.of(
          of("no-material", "No material", "缺料", "缺料"),
          of("no-operator", "No operator", "缺人", "缺人"),
          of("no-order", "No order", "無訂單", "无订单"),
          of("tool-change", "Tool change", "換模", "换模"),
          of("setup", "Set-up", "調機", "调机"),
          of("breakdown", "Breakdown", "設備故障", "设备故障"),
          of("quality", "Quality problem", "品質異常", "质量异常"),
          of("cleaning", "Cleaning", "清潔", "清洁"),
          of("maintenance", "Maintenance", "保養", "保养"),
          of("meeting", "Meeting or break", "會議或休息", "会议或休息"),
          of("trial", "Trial run", "試產", "试产"));

  public Reason {
    names = Map.copyOf(names);
  }

  /** The ids, in their order. */
  public static List<String> ids(List<Reason> reasons) {
    return reasons.stream().map(Reason::id).toList();
  }

  /** Fills in languages that were left out by the first one that was not. */
  static Reason filled(String id, Map<String, String> given) {
    String any = given.values().stream().findFirst().orElse(id);
    Map<String, String> names = new LinkedHashMap<>();
    Schema.LANGUAGES.forEach(tag -> names.put(tag, given.getOrDefault(tag, any)));
    return new Reason(id, names);
  }

  private static Reason of(String id, String en, String hant, String hans) {
    return new Reason(id, Map.of("en", en, "zh-Hant", hant, "zh-Hans", hans));
  }
}
