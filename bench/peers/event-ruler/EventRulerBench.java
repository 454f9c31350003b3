import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import software.amazon.event.ruler.GenericMachine;

/**
 * Measures event-ruler: EventRulerBench structured|plain RULES EVENTS VERIFY WARM_UP ROUND ROUNDS LIMIT
 * Rules and events are files with a JSON document on each line, times are milliseconds. Prints one line, the report of
 * bench/engines/report.ts.
 */
final class EventRulerBench {
    private static GenericMachine<Integer> machine;
    private static List<String> events;
    /** Read by nobody, so that the compiler may not leave the matching out. */
    private static volatile long sink;

    public static void main(String[] args) throws Exception {
        boolean structured = args[0].equals("structured");
        List<String> rules = Files.readAllLines(Path.of(args[1]));
        events = Files.readAllLines(Path.of(args[2]));
        long verify = Long.parseLong(args[3]);
        long warmUp = Long.parseLong(args[4]);
        long round = Long.parseLong(args[5]);
        int rounds = Integer.parseInt(args[6]);
        long limit = Long.parseLong(args[7]);

        machine = GenericMachine.<Integer>builder().withStructuredMatching(structured).build();
        long start = System.nanoTime();
        for (int rule = 0; rule < rules.size(); rule++) {
            machine.addRule(rule, rules.get(rule));
            double projected = since(start) / (rule + 1) * rules.size();
            if (since(start) > 3_000 && projected > limit) {
                System.out.printf("{\"notBuilt\":\"at least %.0f s for %d rules\"}%n", projected / 1_000, rules.size());
                return;
            }
        }
        double buildMs = since(start);

        String answer = verify(verify);
        double rate = run(1);
        for (long warm = System.nanoTime(); since(warm) < warmUp; ) {
            rate = run((long) Math.ceil(rate / 20));
        }
        long count = (long) Math.ceil(rate * round / 1_000);
        double[] rates = new double[rounds];
        for (int index = 0; index < rounds; index++) {
            rates[index] = run(count);
        }
        String list = DoubleStream.of(rates).mapToObj(String::valueOf).collect(Collectors.joining(","));
        System.out.printf("{\"buildMs\":%s,\"inputs\":{\"text\":{%s,\"rates\":[%s]}}}%n", buildMs, answer, list);
    }

    private static String verify(long atMost) throws Exception {
        long start = System.nanoTime();
        long matches = 0;
        long checksum = 0;
        int event = 0;
        while (event < events.size() && (event == 0 || since(start) <= atMost)) {
            for (int rule : machine.rulesForJSONEvent(events.get(event))) {
                matches += 1;
                checksum = (checksum + (event + 1L) * (rule + 1L)) % (1L << 32);
            }
            event += 1;
        }
        return String.format("\"matches\":%d,\"checksum\":%d,\"events\":%d", matches, checksum, event);
    }

    /** Events per second. */
    private static double run(long count) throws Exception {
        long start = System.nanoTime();
        long matches = 0;
        for (long index = 0; index < count; index++) {
            matches += machine.rulesForJSONEvent(events.get((int) (index % events.size()))).size();
        }
        sink += matches;
        return count / (since(start) / 1_000);
    }

    /** Milliseconds. */
    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
