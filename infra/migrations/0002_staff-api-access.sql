CREATE TABLE `idempotent_answers` (
	`key_hash` text PRIMARY KEY NOT NULL,
	`service` text NOT NULL,
	`request_hash` text NOT NULL,
	`answer_sealed` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotent_answers_by_age` ON `idempotent_answers` (`service`,`at`);--> statement-breakpoint
DROP TABLE `idempotency_keys`;--> statement-breakpoint
ALTER TABLE `applications` ADD `helper_id` text;--> statement-breakpoint
CREATE INDEX `applications_by_helper` ON `applications` (`helper_id`) WHERE helper_id is not null;