import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.RuleCompiler;

/**
 * What event-ruler itself answers. Each line of the input is {"rule": TEXT, "events": [TEXT, …], "apart": BOOLEAN}, where TEXT is JSON as
 * it is written, in a string; each line of the output is {"refused": WHY} or {"matches": [POSITION OF AN EVENT, …]}. A rule that is to be
 * taken apart is asked as the many that it stands for, one alternative of "$or" and one condition of each field in each, in machines of
 * their own, where no condition can disturb another.
 */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A rule that stands for more is only asked as it is. */
    private static final int MOST_MACHINES = 3_000;

    public static void main(String[] args) throws Exception {
        // Some characters end a line for the reader.
        JSON.getFactory().enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(JSON.writeValueAsString(answer(JSON.readTree(line))));
            out.newLine();
            if (!in.ready()) out.flush();
        }
        out.flush();
    }

    private static ObjectNode answer(JsonNode question) {
        ObjectNode answer = JSON.createObjectNode();
        String rule = question.get("rule").asText();
        Machine whole = Machine.builder().build();
        try {
            whole.addRule("rule", rule);
        } catch (Throwable refusal) {
            return answer.put("refused", String.valueOf(refusal.getMessage()));
        }
        List<Machine> machines = question.path("apart").asBoolean() ? apart(rule, whole) : List.of(whole);
        ArrayNode matches = answer.putArray("matches");
        int position = 0;
        for (JsonNode event : question.get("events")) {
            String text = event.asText();
            if (machines.stream().anyMatch(machine -> matches(machine, text))) matches.add(position);
            position++;
        }
        return answer;
    }

    private static List<Machine> apart(String rule, Machine whole) {
        List<Map<String, List<Patterns>>> choices = new ArrayList<>();
        for (Map<String, List<Patterns>> alternative : compile(rule)) {
            List<Map<String, List<Patterns>>> some = List.of(Map.of());
            for (Map.Entry<String, List<Patterns>> field : alternative.entrySet()) some = times(some, field);
            choices.addAll(some);
            if (choices.size() > MOST_MACHINES) return List.of(whole);
        }
        List<Machine> machines = new ArrayList<>();
        for (Map<String, List<Patterns>> choice : choices) {
            Machine machine = Machine.builder().build();
            try {
                machine.addPatternRule("rule", choice);
            } catch (NullPointerException emptyList) {
                return List.of(whole);
            }
            machines.add(machine);
        }
        return machines;
    }

    /** Each choice so far with each of the field's conditions. */
    private static List<Map<String, List<Patterns>>> times(
            List<Map<String, List<Patterns>>> choices, Map.Entry<String, List<Patterns>> field) {
        List<Map<String, List<Patterns>>> all = new ArrayList<>();
        for (Map<String, List<Patterns>> choice : choices) {
            if (all.size() > MOST_MACHINES) break;
            for (Patterns condition : field.getValue()) {
                Map<String, List<Patterns>> one = new HashMap<>(choice);
                one.put(field.getKey(), List.of(condition));
                all.add(one);
            }
        }
        return all;
    }

    /** As a machine compiles what it is given. */
    private static List<Map<String, List<Patterns>>> compile(String rule) {
        try {
            try {
                return JsonRuleCompiler.compile(rule);
            } catch (JsonParseException noOperator) {
                return List.of(RuleCompiler.compile(rule));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What is no event matches nothing. */
    private static boolean matches(Machine machine, String event) {
        try {
            return !machine.rulesForJSONEvent(event).isEmpty();
        } catch (Exception noEvent) {
            return false;
        }
    }
}
